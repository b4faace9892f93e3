import { expect, test } from 'vitest'
import { testApp } from 'vanillin/testing'

const app = await testApp()

const input = { title: 'Hello', author: 'Ada', body: 'The first words in a new book.' }

test('a post is made, found, changed and deleted', async () => {
  const made = await app.post('/api/posts', { json: input })
  expect(made.status).toBe(201)
  const path = made.headers.get('location')!

  expect((await app.get(path)).json()).toMatchObject(input)
  const changed = await app.put(path, { json: { ...input, title: 'Changed' } })
  expect(changed.json()).toMatchObject({ title: 'Changed' })
  expect((await app.delete(path)).status).toBe(204)
  expect((await app.get(path)).status).toBe(404)
})

test('input that will not do is a problem document with a message for each field', async () => {
  const answer = await app.post('/api/posts', { json: { ...input, title: 'A' } })

  expect(answer.status).toBe(422)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
  expect(answer.json()).toMatchObject({ status: 422, errors: { title: [expect.any(String)] } })
})

test('an error is a problem document, whoever asks', async () => {
  for (const path of ['/nothing', '/api/posts/999']) {
    const answer = await app.get(path, { headers: { accept: '*/*' } })
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
  }
})
