import { defineFactory } from 'vanillin/database'
import { Comment } from '#models/comment'
import { posts } from './posts.ts'

/** Makes rows for tests and seeds: `await comments.create()`. */
export const comments = defineFactory(Comment, (count) => ({
  post_id: posts, // the key of a post that is made with it
  author: 'Mo',
  body: `The ${count}. thing that somebody had to say.`,
}))
