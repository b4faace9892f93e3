import vine, { SimpleMessagesProvider } from '@vinejs/vine'

export const EntryForm = vine.create({
  name: vine.string().trim().maxLength(60),
  body: vine.string().trim().minLength(2).maxLength(2000),
})

EntryForm.messagesProvider = new SimpleMessagesProvider(
  {
    'name.required': 'Say who you are.',
    'body.required': 'Write a few words.',
    minLength: 'Write a few words.',
    maxLength: 'This is longer than {{ max }} letters.',
  },
  {},
)
