import { afterEach, expect, test, vi } from 'vitest'
import { Limiters } from 'vanillin/cache'
import { testApp } from 'vanillin/testing'
import { writes } from '#middleware/limit-writes'
import { Post } from '#models/post'

const app = await testApp()
afterEach(() => vi.useRealTimers())

test('who writes too fast is told to wait, and reads on meanwhile', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  const post = await Post.create({ title: 'Hello', author: 'Ada', body: 'The first words in a new book.' })
  const page = await app.visit(`/posts/${post.id}`)
  const comment = () =>
    page.submit('button:contains("Add comment")', { author: 'Mo', body: 'I am no script.' })
  await app.use(Limiters).limiter(writes.name, writes).take('127.0.0.1', 59)

  expect((await comment()).text('.comments')).toContain('I am no script.')
  const refused = await comment()
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
  expect(refused.text('main')).toContain('Try again in 1 second.')
  expect((await app.visit('/posts/create')).status).toBe(200)

  vi.setSystemTime(Date.now() + 1000)
  expect((await comment()).status).toBe(200)
})
