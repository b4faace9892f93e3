import vine from '@vinejs/vine'

export const messageForm = vine.compile(
  vine.object({
    name: vine.string().trim().minLength(2).maxLength(60),
    email: vine.string().trim().email(),
    message: vine.string().trim().minLength(10).maxLength(5000),
  }),
)
