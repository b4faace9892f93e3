import { createHmac, timingSafeEqual } from 'node:crypto'
import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  abort,
  Controller,
  createApp,
  defineRoutes,
  middleware,
  sessions,
  type Application,
  type HttpRequest,
} from 'vanillin'
import { coresHere } from './cores.ts'

const SECRET = 'known to the payment provider and to us'
const sign = (bytes: Uint8Array): string => createHmac('sha256', SECRET).update(bytes).digest('hex')

class Webhooks extends Controller {
  static withoutCsrfProtection = ['payments']

  async payments() {
    const raw = await this.request.rawBody()
    const expected = Buffer.from(sign(raw))
    const sent = Buffer.from(this.headers.get('x-signature') ?? '')
    if (sent.length !== expected.length || !timingSafeEqual(sent, expected)) return this.abort(403)
    return { bytes: raw.length, amount: this.input.get('amount') ?? null }
  }

  settings() {
    return 'changed'
  }
}

const reader = middleware(async (request, next) => {
  const raw = await request.rawBody()
  return raw.length === 0 ? abort(400, 'Nothing was sent.') : next()
})
const parsed = middleware(async (request, next) => {
  await request.readBody()
  return next()
})
const both = async (request: HttpRequest) => {
  const raw = await request.rawBody()
  const again = await request.rawBody()
  return { raw: raw.toString('latin1'), same: raw === again, fields: request.parsedBody ?? null }
}

describe.each(coresHere())('what other servers send, on the %s core', (core) => {
  let app: Application
  let origin: string
  let cookie: string
  beforeAll(async () => {
    app = createApp(
      { app: { name: 'Webhooks', log: { level: 'silent' }, http: { limits: { maxBodyBytes: 100_000 } } } },
      [
        sessions({ driver: 'memory' }),
        defineRoutes((route) => {
          route.get('/start', (request) => ({ id: request.session.id }))
          route.post('/webhooks/payments', [Webhooks, 'payments'])
          route.post('/webhooks/settings', [Webhooks, 'settings'])
          route.group({ prefix: '/api', csrfProtection: false }, (api) => {
            api.post('/orders', () => 'ordered')
            api.group({ prefix: '/own', csrfProtection: true }, (own) => own.post('/orders', () => 'ordered'))
          })
          route.post('/form', () => 'taken')
          route.post('/mixed', () => 'posted').withoutCsrfProtection()
          route.delete('/mixed', () => 'deleted')
          route.post('/raw', both)
          route.post('/raw/read-before', both).use(reader)
          route.post('/raw/parsed-before', both).use(parsed)
          route.post('/raw/body', async (request) => {
            await request.body.bytes()
            return request.rawBody()
          })
          route.post('/raw/form-with-file', (request) => ({
            fields: request.input.all(),
            bytes: request.files.get('file')?.sizeBytes,
          }))
          route
            .post('/raw/form-with-file/read-before', async (request) => {
              const raw = await request.rawBody()
              const file = request.files.get('file')
              return { raw: raw.length, fields: request.input.all(), file: file?.sizeBytes }
            })
            .use(reader)
        }),
      ],
    )
    origin = `http://127.0.0.1:${(await app.listen({ port: 0, core })).port}`
    cookie = (await fetch(`${origin}/start`)).headers.getSetCookie().join().split(';')[0]!
  })
  afterAll(() => app.shutdown())

  const post = (
    path: string,
    body: string | Uint8Array | FormData,
    headers: Record<string, string> = {},
  ): Promise<Response> =>
    fetch(origin + path, { method: 'POST', body: body as RequestInit['body'] & {}, headers })
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }

  test('a signature over the raw body of JSON is checked; one byte more and it is refused', async () => {
    const body = ' {"amount" : 1.0, "note":"ä"}\r\n'
    const signature = sign(Buffer.from(body))
    const json = { 'content-type': 'application/json', 'x-signature': signature }
    const taken = await post('/webhooks/payments', body, json)
    expect([taken.status, await taken.json()]).toEqual([200, { bytes: Buffer.byteLength(body), amount: 1 }])
    expect((await post('/webhooks/payments', `${body} `, json)).status).toBe(403)
    expect((await post('/webhooks/payments', body, { ...json, 'x-signature': '' })).status).toBe(403)
  })

  const bodies: [type: string, body: string, fields: unknown][] = [
    ['application/json', ' {"a":1,"a":2}\n', { a: 2 }],
    ['application/vnd.api+json', '[1, 2]', [1, 2]],
    ['application/x-www-form-urlencoded', 'a%5B%5D=1&a[]=%zz&b=+', { a: ['1', '%zz'], b: ' ' }],
    ['text/plain', 'a=1', null],
    ['application/octet-stream', '\u0000\u00FF\u00FE\r\n', null],
  ]
  test.each(bodies)('%s: its bytes are there before and after it is parsed', async (type, body, fields) => {
    for (const path of ['/raw', '/raw/read-before', '/raw/parsed-before']) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const response = await post(path, Buffer.from(body, 'latin1'), { 'content-type': type })
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect([path, await response.json()]).toEqual([path, { raw: body, same: true, fields }])
    }
  })

  test('no body is an empty one', async () => {
    expect(await (await fetch(`${origin}/raw`, { method: 'POST' })).json()).toEqual({
      raw: '',
      same: true,
      fields: null,
    })
    expect((await fetch(`${origin}/raw/read-before`, { method: 'POST' })).status).toBe(400)
  })

  test('a form with files has its raw body where that is asked for first', async () => {
    const form = new FormData()
    form.set('title', 'Hi')
    form.set('file', new File(['x'.repeat(70_000)], 'a.txt'))
    const plain = await post('/raw/form-with-file', form)
    expect(await plain.json()).toEqual({ fields: { title: 'Hi' }, bytes: 70_000 })
    const raw = (await (await post('/raw/form-with-file/read-before', form)).json()) as { raw: number }
    expect(raw).toEqual({ raw: raw.raw, fields: { title: 'Hi' }, file: 70_000 })
    expect(raw.raw).toBeGreaterThan(70_000)
    expect((await post('/raw', form)).status).toBe(500)
  })

  test('the body limit holds, and a body that was read by other means is gone', async () => {
    const large = await post('/raw', 'x'.repeat(100_001)).catch(() => 'closed while sending' as const)
    expect(typeof large === 'string' ? 413 : large.status).toBe(413)
    expect((await post('/raw', 'x'.repeat(100_000))).status).toBe(200)
    expect((await post('/raw/body', 'x')).status).toBe(500)
  })

  test('a body in chunks is put together', async () => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1')
    let answer = ''
    const done = new Promise((resolve) => socket.on('data', (data) => (answer += data)).on('close', resolve))
    socket.write(
      'POST /raw HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{"a\r\n4\r\n":1}\r\n0\r\n\r\n',
    )
    await done
    expect(answer).toContain(String.raw`{"raw":"{\"a\":1}","same":true,"fields":{"a":1}}`)
  })

  const withSession = ['E_CSRF_TOKEN', 'E_CROSS_ORIGIN', 'E_CROSS_ORIGIN', 'E_CROSS_ORIGIN']
  const protectedRoutes: [path: string, outcomes: string[]][] = [
    // its own check of the signature is reached
    ['/webhooks/payments', ['E_HTTP', 'E_HTTP', 'E_HTTP', 'E_HTTP']],
    ['/api/orders', ['200', '200', '200', '200']],
    ['/mixed', ['200', '200', '200', '200']],
    ['/webhooks/settings', withSession],
    ['/api/own/orders', withSession],
    ['/form', withSession],
    ['/nowhere', ['E_ROUTE_NOT_FOUND', ...withSession.slice(1)]],
  ]
  test.each(protectedRoutes)(
    '%s, sent without a token: with a session, by another site, by both, from nowhere',
    async (path, outcomes) => {
      const requests: Record<string, string>[] = [
        { cookie },
        { ...foreign, cookie },
        foreign,
        { cookie, origin: 'null' },
      ]
      const seen = await Promise.all(
        requests.map(async (headers) => {
          const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
          const response = await post(path, 'a=1', { ...form, ...headers })
          if (response.status === 200) return '200'
          return ((await response.json()) as { code: string }).code
        }),
      )
      expect(seen).toEqual(outcomes)
    },
  )

  test('an override leads from a route that takes anything to none that does not', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' }
    const forged = await post('/mixed', '_method=DELETE', { ...form, ...foreign })
    expect([forged.status, await forged.json()]).toEqual([
      403,
      expect.objectContaining({ code: 'E_CROSS_ORIGIN' }),
    ])
    const tokenless = await post('/mixed', '_method=DELETE', { ...form, cookie })
    expect([tokenless.status, await tokenless.json()]).toEqual([
      403,
      expect.objectContaining({ code: 'E_CSRF_TOKEN' }),
    ])
    expect(await (await post('/mixed', '_method=DELETE', form)).text()).toBe('deleted')
  })
})
