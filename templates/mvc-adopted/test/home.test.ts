import { expect, test } from 'vitest'
import { testApp } from 'vanillin/testing'

const app = await testApp()

test('the front page is there', async () => {
  const page = await app.visit('/')

  expect(page.status).toBe(200)
  expect(page.text('h1')).toBe('Your app is up and running')
})

test('a page that is not there says so', async () => {
  const page = await app.visit('/nothing')

  expect(page.status).toBe(404)
  expect(page.text('h1')).toBe('There is nothing at this address')
})
