import { upload, withFiles } from 'vanillin'
import vine, { SimpleMessagesProvider } from '@vinejs/vine'

const texts = vine.create({
  title: vine.string().trim().minLength(3).maxLength(120),
  author: vine.string().trim().minLength(2).maxLength(60),
  body: vine.string().trim().minLength(10).maxLength(5000),
  remove_image: vine.boolean().optional(),
})

texts.messagesProvider = new SimpleMessagesProvider(
  {
    required: 'The {{ field }} is missing.',
    'title.minLength': 'Give it a title of 3 letters or more.',
    'author.minLength': 'Say who you are: 2 letters or more.',
    'body.minLength': 'Write at least 10 letters.',
    maxLength: 'This is longer than {{ max }} letters.',
  },
  { author: 'name', body: 'text' },
)

export const PostForm = withFiles(texts, {
  image: upload({
    optional: true,
    maxBytes: 4 * 2 ** 20,
    types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'],
    messages: {
      file: 'Choose one picture.',
      maxBytes: 'The picture is larger than {{ max }}.',
      types: 'This is no picture that browsers show: take JPEG, PNG, GIF or WebP.',
      extension: 'The name ends in .{{ extension }}, but the picture is {{ type }}.',
    },
  }),
})
