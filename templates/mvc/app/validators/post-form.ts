import vine, { SimpleMessagesProvider } from '@vinejs/vine'

export const PostForm = vine.create({
  title: vine.string().trim().minLength(3).maxLength(120),
  author: vine.string().trim().minLength(2).maxLength(60),
  body: vine.string().trim().minLength(10).maxLength(5000),
})

PostForm.messagesProvider = new SimpleMessagesProvider({
  required: 'The {{ field }} is missing.',
  'title.minLength': 'Give it a title of 3 letters or more.',
  'author.minLength': 'Say who you are: 2 letters or more.',
  'body.minLength': 'Write at least 10 letters.',
  maxLength: 'This is longer than {{ max }} letters.',
})
