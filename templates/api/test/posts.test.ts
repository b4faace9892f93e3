import { afterAll, expect, test } from 'vitest'
import { testApp } from './test-app.ts'

const app = await testApp()
afterAll(() => app.shutdown())

const send = (method: string, path: string, body?: unknown) =>
  app.fetch(path, {
    method,
    headers: { accept: 'application/json', 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  })

const input = { title: 'Hello', author: 'Ada', body: 'The first words in a new book.' }

test('a post is made, found, changed and deleted', async () => {
  const made = await send('POST', '/api/posts', input)
  expect(made.status).toBe(201)
  const path = made.headers.get('location')!

  expect(await (await send('GET', path)).json()).toMatchObject(input)
  expect(await (await send('PUT', path, { ...input, title: 'Changed' })).json()).toMatchObject({
    title: 'Changed',
  })
  expect((await send('DELETE', path)).status).toBe(204)
  expect((await send('GET', path)).status).toBe(404)
})

test('input that will not do is a problem document with a message for each field', async () => {
  const answer = await send('POST', '/api/posts', { ...input, title: 'A' })

  expect(answer.status).toBe(422)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(await answer.json()).toMatchObject({ status: 422, errors: { title: [expect.any(String)] } })
})
