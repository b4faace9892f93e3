import { afterEach, expect, test, vi } from 'vitest'
import { Limiters } from 'vanillin/cache'
import { testApp } from 'vanillin/testing'
import { writes } from '#middleware/limit-writes'
import { Post } from '#models/post'

const app = await testApp()
afterEach(() => vi.useRealTimers())

test('who writes too fast is told when to come back', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const post = await Post.create({ title: 'Hello', author: 'Ada', body: 'The first words in a new book.' })
  const form = { author: 'Mo', body: 'This is written by a script.' }
  const comment = () => app.post(`/posts/${post.id}/comments`, { form, redirect: 'manual' })
  await app.use(Limiters).limiter(writes.name, writes).take('127.0.0.1', 59)

  expect((await comment()).status).toBe(302)
  const refused = await comment()
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
  expect(refused.text('main')).toContain('Try again in 1 second.')

  vi.setSystemTime(Date.now() + 1000)
  expect((await comment()).status).toBe(302)
})
