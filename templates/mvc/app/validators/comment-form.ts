import vine, { SimpleMessagesProvider } from '@vinejs/vine'

export const CommentForm = vine.create({
  author: vine.string().trim().minLength(2).maxLength(60),
  body: vine.string().trim().minLength(2).maxLength(2000),
})

CommentForm.messagesProvider = new SimpleMessagesProvider(
  {
    required: 'The {{ field }} is missing.',
    'author.minLength': 'Say who you are: 2 letters or more.',
    'body.minLength': 'Write at least 2 letters.',
    maxLength: 'This is longer than {{ max }} letters.',
  },
  { author: 'name', body: 'comment' },
)
