/** A test that visits a page of the app, in process and without a port; on a database of its own if the app has one. */
export function testSource(): string {
  return `import { expect, test } from 'vitest'
import { testApp } from 'vanillin/testing'

const app = await testApp()

test('the page is there', async () => {
  const page = await app.visit('/')

  expect(page.status).toBe(200)
})
`
}
