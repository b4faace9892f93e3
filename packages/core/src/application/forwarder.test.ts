import { Buffer } from 'node:buffer'
import { buffer, text as textOf } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { text } from '../http/responses.ts'
import type { HttpRequest } from '../http/http-request.ts'
import { HttpResponse } from '../http/http-response.ts'
import { defineRoutes } from '../routing/define-routes.ts'
import { forwarder } from '../routing/forwarder.ts'
import type { RouteBuilder } from '../routing/route-builder.ts'
import { sessions } from '../session/sessions-provider.ts'
import type { Application } from './application.ts'
import { createApp } from './create-app.ts'
import { middleware } from './middleware.ts'

const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

/** A server behind that says what reached it. */
const behind = forwarder(async (request) =>
  text(`behind: ${request.method} ${await textOf(request.rawStream())}`),
)

function appWith(define: (route: RouteBuilder) => void): Application {
  return createApp(
    { app: { name: 'Front', key: 'k'.repeat(32), log: { level: 'silent' } }, session: { driver: 'memory' } },
    [sessions(), defineRoutes(define)],
  )
}

async function send(app: Application, path: string, init: RequestInit): Promise<string> {
  const response = await app.fetch(path, { method: 'POST', ...init })
  return `${response.status} ${await response.text()}`
}

test('what is handed on whole is not parsed, and may be what no parser here takes', async () => {
  const app = appWith((route) => route.fallback('/shop/*', behind))
  expect(await send(app, '/shop/cart', { headers: FORM, body: '__proto__[a]=1&b' })).toBe(
    '200 behind: POST __proto__[a]=1&b',
  )
  const json = { 'content-type': 'application/json' }
  expect(await send(app, '/shop/cart', { headers: json, body: '{malformed' })).toBe(
    '200 behind: POST {malformed',
  )
  const multipart = { 'content-type': 'multipart/form-data' }
  expect(await send(app, '/shop/cart', { headers: multipart, body: 'no boundary' })).toBe(
    '200 behind: POST no boundary',
  )
})

test('its guard against forged requests is that of the server behind', async () => {
  const app = appWith((route) => {
    route.get('/', (request) => {
      request.session.set('seen', true)
      return 'home'
    })
    route.post('/ported', () => 'ported')
    route.fallback(behind)
  })
  const visited = await app.fetch('/')
  const [cookie = ''] = visited.headers.getSetCookie().map((line) => line.replace(/;.*/, ''))
  const headers = { ...FORM, cookie }
  expect(await send(app, '/ported', { headers, body: 'a=1' })).toMatch(/^403/)
  expect(await send(app, '/old', { headers, body: 'a=1' })).toBe('200 behind: POST a=1')
  const foreign = { ...headers, origin: 'https://bank.example', 'sec-fetch-site': 'cross-site' }
  expect(await send(app, '/ported', { headers: foreign, body: 'a=1' })).toMatch(/^403/)
  expect(await send(app, '/old', { headers: foreign, body: 'a=1' })).toBe('200 behind: POST a=1')
})

test('_method leads to a ported route, and what is for the server behind gets there whole', async () => {
  const app = appWith((route) => {
    route.put('/posts/:id', (request) => `put ${request.input.string('title')}`)
    route.fallback(behind)
  })
  const put = '_method=PUT&title=new'
  expect(await send(app, '/posts/7', { headers: FORM, body: put })).toBe('200 put new')
  expect(await send(app, '/posts/7', { headers: FORM, body: 'title=new' })).toBe('200 behind: POST title=new')
  expect(await send(app, '/elsewhere', { headers: FORM, body: put })).toBe(`200 behind: POST ${put}`)
  const remove = '_method=DELETE&a=1'
  expect(await send(app, '/posts/7', { headers: FORM, body: remove })).toBe(`200 behind: DELETE ${remove}`)
})

test('a form with files reaches the server behind byte for byte, behind a look at its _method too', async () => {
  const app = appWith((route) => {
    route.put('/posts/:id', (request) => `put ${request.input.string('title')}`)
    route.fallback(forwarder(async (request) => new HttpResponse(await buffer(request.rawStream()))))
  })
  const form = new FormData()
  form.set('title', 'new')
  form.set('photo', new Blob([Buffer.alloc(100_000, 'x')]), 'photo.jpg')
  const sent = new Request('http://localhost/posts/7', { method: 'POST', body: form })
  const bytes = Buffer.from(await sent.clone().arrayBuffer())
  const received = Buffer.from(await (await app.fetch(sent)).arrayBuffer())
  expect(received.equals(bytes)).toBe(true)

  const put = new FormData()
  put.set('_method', 'PUT')
  put.set('title', 'new')
  put.set('photo', new Blob(['x']), 'photo.jpg')
  expect(await send(app, '/posts/7', { body: put })).toBe('200 put new')
})

test('a form with files that is too large to be kept goes to the server behind, unread', async () => {
  const app = createApp(
    { app: { name: 'Front', log: { level: 'silent' }, http: { limits: { maxBodyBytes: 1_000 } } } },
    [
      defineRoutes((route) => {
        route.put('/posts/:id', () => 'put')
        route.fallback(
          forwarder(async (request) => {
            const bytes = await buffer(request.rawStream({ maxBytes: 1_000_000 }))
            return text(String(bytes.length))
          }),
        )
      }),
    ],
  )
  const form = new FormData()
  form.set('_method', 'PUT')
  form.set('photo', new Blob([Buffer.alloc(5_000)]), 'photo.jpg')
  const sent = new Request('http://localhost/posts/7', { method: 'POST', body: form })
  const bytes = Buffer.from(await sent.arrayBuffer())
  const headers = {
    'content-type': sent.headers.get('content-type')!,
    'content-length': String(bytes.length),
  }
  expect(await send(app, '/posts/7', { headers, body: bytes })).toBe(`200 ${bytes.length}`)
})

test('middleware that has read the form leaves it for the server behind', async () => {
  const look = middleware(async (request: HttpRequest, next) => {
    await request.readBody()
    return next()
  })
  const app = appWith((route) => route.fallback('/*', behind).use(look))
  expect(await send(app, '/old', { headers: FORM, body: 'a=1' })).toBe('200 behind: POST a=1')
})

test('a response of another server goes out without the security headers of this one', async () => {
  const app = appWith((route) => {
    route.get('/own', () => 'own')
    route.fallback(
      forwarder(() => {
        const response = new HttpResponse('theirs', { headers: { 'Content-Type': 'text/html' } })
        response.isForwarded = true
        return response
      }),
    )
  })
  expect((await app.fetch('/own')).headers.has('content-security-policy')).toBe(true)
  const theirs = await app.fetch('/theirs')
  expect([...theirs.headers.keys()]).toEqual(['content-type'])
})

test('what opened while the app ran is closed when it shuts down, and before the providers are', async () => {
  const closed: string[] = []
  const app = createApp({ app: { name: 'Front', log: { level: 'silent' } } }, [
    { name: 'provider', shutdown: () => void closed.push('provider') },
    defineRoutes((route) => {
      route.get('/', (request) => {
        request.app.onShutdown(() => void closed.push('opened'))
        request.app.onShutdown(() => Promise.reject(new Error('not closed')))
        return 'opened'
      })
    }),
  ])
  await app.fetch('/')
  await app.shutdown()
  expect(closed).toEqual(['opened', 'provider'])
})
