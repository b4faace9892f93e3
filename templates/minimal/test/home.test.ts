import { expect, test } from 'vitest'
import { testApp } from 'vanillin/testing'

const app = await testApp()

test('the page greets whom it is told to greet', async () => {
  const page = await app.visit('/?name=Ada')

  expect(page.status).toBe(200)
  expect(page.text()).toContain('Hello, Ada')
})
