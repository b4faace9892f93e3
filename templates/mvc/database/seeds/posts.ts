import { defineSeed } from 'vanillin/database'
import { Comment } from '#models/comment'
import { Post } from '#models/post'
import { posts } from '../factories/posts.ts'

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)

export default defineSeed(async () => {
  await posts.state((count) => ({ created_at: daysAgo(30 + 7 * count) })).createMany(12)

  await Post.create({
    title: 'Hello from the first page',
    author: 'Ada',
    body: 'Somebody has to be the first to write in a new book, so it may as well be me. The pen works.',
    created_at: daysAgo(9),
  })
  const door = await Post.create({
    title: 'A question about the blue door',
    author: 'Tomás',
    body: 'Does anyone know who painted it? My grandmother swears it was green when she was a girl, and nobody in the street agrees with anybody else.',
    created_at: daysAgo(4),
  })
  const tables = await Post.create({
    title: 'The tables outside are back',
    author: 'Ines',
    body: 'Walked past this morning and the chairs were out again, all twelve of them, still wet from the hose.\n\nWe took the one under the lime tree and stayed until the bells rang twice.',
    created_at: daysAgo(1),
  })

  await Comment.create({ post_id: door.id, author: 'Ada', body: 'It was grey. I have a photograph.' })
  await Comment.create({
    post_id: tables.id,
    author: 'Tomás',
    body: 'The lime tree table has a wobble, bring a folded napkin.',
  })
  await Comment.create({
    post_id: tables.id,
    author: 'Mo',
    body: 'Twelve? I counted eleven.\nOne is still in the cellar.',
  })
})
