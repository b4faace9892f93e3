import { defineFactory } from 'vanillin/database'
import { Post } from '#models/post'

/** Makes rows for tests and seeds: `await posts.create({ author: 'Mo' })`. */
export const posts = defineFactory(Post, (count) => ({
  title: `Page ${count} of an old book`,
  author: 'Ada',
  body: `What was written on page ${count}, before this book was begun.`,
}))
