import { afterAll, expect, test } from 'vitest'
import app from '../bootstrap.ts'

afterAll(() => app.shutdown())

test('the page greets whom it is told to greet', async () => {
  const response = await app.fetch('/?name=Ada')

  expect(response.status).toBe(200)
  expect(await response.text()).toContain('Hello, Ada')
})
