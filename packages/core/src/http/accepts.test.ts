import { describe, expect, test } from 'vitest'
import { createApp, defineRoutes } from '../index.ts'

async function chosen(accept: string | undefined, offers: readonly string[]) {
  const app = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
    defineRoutes((route) => route.get('/', (request) => ({ offer: request.accepts(...offers) }))),
  ])
  const response = await app.fetch('/', accept === undefined ? {} : { headers: { accept } })
  return ((await response.json()) as { offer: string }).offer
}

const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8'

describe('request.accepts(html, json) by RFC 9110, 12.5.1', () => {
  test.each([
    [undefined, 'html'],
    ['', 'html'],
    ['*/*', 'html'],
    [browser, 'html'],
    ['application/json', 'json'],
    ['application/json, text/plain, */*', 'json'],
    ['APPLICATION/JSON', 'json'],
    ['application/*', 'json'],
    ['application/problem+json', 'json'],
    ['text/html;q=0.5, application/json', 'json'],
    ['text/html;q=0.5, application/json;q=0.4', 'html'],
    ['text/html;q=0.50, application/json;q=0.501', 'json'],
    ['text/*;q=0.3, text/html;q=0.7, application/json;q=0.5', 'html'],
    ['text/*, text/html;q=0, application/json;q=0.1', 'json'],
    ['*/*;q=0.1, application/json;q=0.2', 'json'],
    ['*/*, text/html;q=0', 'json'],
    ['text/html;q=0, application/json;q=0', 'html'],
    ['*/*;q=0', 'html'],
    ['image/png', 'html'],
    // a parameter makes the range closer, and no range for what lacks it
    ['text/html;level=1, application/json;q=0.5', 'json'],
    ['text/html;level=1;q=0.1, text/html;q=0.7, application/json;q=0.5', 'html'],
    // what is malformed counts for nothing
    ['text/html;q=1.5, application/json;q=0.1', 'json'],
    ['text/html;q=-1, application/json;q=0.1', 'json'],
    ['text/html;q=, application/json;q=0.1', 'json'],
    ['text/html;q=Infinity, application/json;q=0.1', 'json'],
    ['text/html;q=0.1e1, application/json;q=0.1', 'json'],
    ['html, application/json;q=0.1', 'json'],
    ['*/json, text/html;q=0.1', 'html'],
    [',,;;,/,a/,/b, application/json', 'json'],
    [' application/json ; q=0.9 , text/html ;q=0.8', 'json'],
  ])('%s is %s', async (header, expected) => {
    expect(await chosen(header, ['html', 'json'])).toBe(expected)
  })
})

test('an offer with a parameter meets a range with it', async () => {
  const offers = ['text/html;level=1', 'text/html;level=2']
  expect(await chosen('text/html;level=2', offers)).toBe(offers[1])
  expect(await chosen('text/html;level=2;q=0.1, text/html;q=0.5', offers)).toBe(offers[0])
})

test('among equals the order of the offers decides', async () => {
  expect(await chosen('application/json, text/html', ['html', 'json'])).toBe('html')
  expect(await chosen('application/json, text/html', ['json', 'html'])).toBe('json')
})
