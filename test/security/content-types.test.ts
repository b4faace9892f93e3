import { createApp, defineRoutes, html, json, text } from '@vanillin/core'
import { expect, test } from 'vitest'

const app = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
  defineRoutes((route) => {
    route.get('/string', () => '<p>ä</p>')
    route.get('/object', () => ({ text: 'ä' }))
    route.get('/list', () => ['ä'])
    route.get('/html', () => html('ä'))
    route.get('/text', () => text('<script>ä</script>'))
    route.get('/json', () => json({ text: '<script>' }))
    route.get('/bytes', () => new Uint8Array([60]))
    route.get('/error', () => {
      throw new Error('ä')
    })
  }),
])

test.each([
  ['/string', 'text/html; charset=utf-8'],
  ['/object', 'application/json'],
  ['/list', 'application/json'],
  ['/html', 'text/html; charset=utf-8'],
  ['/text', 'text/plain; charset=utf-8'],
  ['/json', 'application/json'],
  ['/bytes', 'application/octet-stream'],
  ['/error', 'text/html; charset=utf-8'],
  ['/nowhere', 'text/html; charset=utf-8'],
])('%s says what it is, and in which encoding: %s', async (path, type) => {
  const response = await app.fetch(path, { headers: { accept: 'text/html' } })
  expect(response.headers.get('content-type')).toBe(type)
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
})
