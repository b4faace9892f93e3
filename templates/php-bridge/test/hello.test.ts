import { expect, test } from 'vitest'
import { testApp } from 'vanillin/testing'

const app = await testApp()

test('a ported page', async () => {
  const page = await app.visit('/hello?name=Ada')

  expect(page.status).toBe(200)
  expect(page.text('h1')).toBe('Hello, Ada')
})
