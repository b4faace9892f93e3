import { expect, test } from 'vitest'
import { testApp } from 'vanillin/testing'

const app = await testApp()

test('the app says who it is', async () => {
  const answer = await app.get('/')

  expect(answer.status).toBe(200)
  expect(answer.json()).toEqual({ name: expect.any(String) })
})

test('an error is a problem document, whoever asks', async () => {
  const answer = await app.get('/nothing', { headers: { accept: '*/*' } })

  expect(answer.status).toBe(404)
  expect(answer.headers.get('content-type')).toContain('application/problem+json')
})
