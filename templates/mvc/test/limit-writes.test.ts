import { afterEach, expect, test, vi } from 'vitest'
import { testApp } from 'vanillin/testing'
import { Comment } from '#models/comment'
import { Post } from '#models/post'

const app = await testApp()
afterEach(() => vi.useRealTimers())

test('who writes too fast is told to wait, and reads on meanwhile', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const post = await Post.create({ title: 'Hello', author: 'Ada', body: 'The first words in a new book.' })
  const form = { author: 'Mo', body: 'This is written by a script.' }
  const script = app.visitor()
  const comment = () => script.post(`/posts/${post.id}/comments`, { form, redirect: 'manual' })
  await Promise.all(Array.from({ length: 60 }, comment))

  const refused = await comment()
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
  expect(refused.text('main')).toContain('Try again in 1 second.')
  expect(await Comment.where('post_id', post.id).count()).toBe(60)
  expect((await app.visit('/posts/create')).status).toBe(200)

  vi.setSystemTime(Date.now() + 1000)
  expect((await comment()).status).toBe(302)
})
