import { describe, expect, test } from 'vitest'
import { createApp, defineRoutes } from '../index.ts'

const app = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
  defineRoutes((route) => {
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
      route.methods([method], '/posts', (request) => `${method} ${request.method}`)
    route.post('/only-post', (request) => request.method)
  }),
])

const form = (body: string, type = 'application/x-www-form-urlencoded') => ({
  method: 'POST',
  body,
  headers: { 'content-type': type },
})
const answerTo = async (path: string, init: RequestInit) => (await app.fetch(path, init)).text()

describe('a form says by _method what HTML cannot', () => {
  test.each(['PUT', 'PATCH', 'DELETE'])('%s, in any case', async (method) => {
    expect(await answerTo('/posts', form(`_method=${method}`))).toBe(`${method} ${method}`)
    expect(await answerTo('/posts', form(`title=a&_method=${method.toLowerCase()}`))).toBe(
      `${method} ${method}`,
    )
    expect(
      await answerTo('/posts', form(`_method=${method}`, 'Application/X-WWW-Form-Urlencoded; charset=utf-8')),
    ).toBe(`${method} ${method}`)
  })

  test.each([
    'GET',
    'HEAD',
    'OPTIONS',
    'TRACE',
    'CONNECT',
    'POST',
    'PURGE',
    '',
    'DELETE ',
    'DEL%00ETE',
    'PUT,DELETE',
  ])('but nothing else: %j', async (method) => {
    expect(await answerTo('/posts', form(`_method=${method}`))).toBe('POST POST')
  })

  test.each(['_method[]=DELETE', '_method[a]=DELETE', '_METHOD=DELETE', 'x=1'])(
    'and by no other field: %s',
    async (body) => {
      expect(await answerTo('/posts', form(body))).toBe('POST POST')
    },
  )
})

test('what is no form of HTML overrides nothing: JSON, text, the query, a header, another method', async () => {
  expect(await answerTo('/posts', form('{"_method":"DELETE"}', 'application/json'))).toBe('POST POST')
  expect(await answerTo('/posts', form('_method=DELETE', 'text/plain'))).toBe('POST POST')
  expect(await answerTo('/posts?_method=DELETE', form('a=b'))).toBe('POST POST')
  expect(await answerTo('/posts?_method=DELETE', {})).toBe('GET GET')
  const headers = { 'x-http-method-override': 'DELETE', 'content-type': 'application/x-www-form-urlencoded' }
  expect(await answerTo('/posts', { method: 'POST', body: 'a=b', headers })).toBe('POST POST')
  const put = { ...form('_method=DELETE'), method: 'PUT' }
  expect(await answerTo('/posts', put)).toBe('PUT PUT')
})

test('a path that knows no other method stays with POST', async () => {
  expect(await answerTo('/only-post', form('_method=DELETE'))).toBe('POST')
})

test('an override is checked for its origin as any request that changes something', async () => {
  const { headers, ...rest } = form('_method=DELETE')
  const response = await app.fetch('/posts', {
    ...rest,
    headers: { ...headers, 'sec-fetch-site': 'cross-site' },
  })
  expect(response.status).toBe(403)
})
