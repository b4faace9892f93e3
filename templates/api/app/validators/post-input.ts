import vine from '@vinejs/vine'

export const PostInput = vine.create({
  title: vine.string().trim().minLength(3).maxLength(120),
  author: vine.string().trim().minLength(2).maxLength(60),
  body: vine.string().trim().minLength(10).maxLength(5000),
})
