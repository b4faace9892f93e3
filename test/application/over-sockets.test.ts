import { once } from 'node:events'
import { createReadStream } from 'node:fs'
import { request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  createApp,
  defineRoutes,
  HttpResponse,
  middleware,
  Plugin,
  text,
  type Application,
  type HttpRequest,
} from 'vanillin'
import { coresHere } from './cores.ts'

/** The application behind a real socket; what it does there must not depend on the core. */
describe.each(coresHere())('an app on the %s core', (core) => {
  let app: Application
  let origin: string
  const events: string[] = []

  class Recorder extends Plugin {
    override async dispatchLoopShutdown(request: HttpRequest, response: HttpResponse) {
      events.push(`${request.path} ${response.status}`)
      await Promise.resolve()
      if (request.path === '/hello') events.push(`hello for ${request.ip}`)
    }
  }

  beforeAll(async () => {
    app = createApp({ app: { name: 'Sockets', log: { level: 'silent' } } }, [
      new Recorder(),
      defineRoutes((route) => {
        route.get('/hello', () => text('hello'))
        route.post('/echo', async (request) => new HttpResponse(await request.body.bytes()))
        route.post('/form', (request) => request.input.all())
        route.get('/stream', () => Readable.from(['a', 'b', 'c']))
        route.get(
          '/early-failure',
          () =>
            new Readable({
              read() {
                this.destroy(new Error('no file'))
              },
            }),
        )
        route.get('/late-failure', () => Readable.from(failLate()))
        route.get('/header', () => new HttpResponse('', { headers: { 'X-Evil': 'a\r\nSet-Cookie: b=1' } }))
        route.get('/missing-file', () => createReadStream('/nonexistent/file'))
        route
          .get('/replaced', () => createReadStream('/nonexistent/file'))
          .use(
            middleware(async (_request, next) => {
              await next()
              await new Promise((resolve) => setTimeout(resolve, 20))
              return text('replaced')
            }),
          )
        route.get(
          '/status/:status',
          (request) => new HttpResponse('x', { status: request.params.number('status') }),
        )
        route.get('/body', () => Object.assign(new HttpResponse(), { body: 5 }))
        route.get('/host', (request) => request.url.href)
        route.get('/slow', (request) => {
          events.push('slow started')
          return new Promise((resolve) => {
            request.signal.addEventListener('abort', () => {
              events.push('slow aborted')
              resolve('nobody reads this')
            })
          })
        })
        route.get('/throws', () => {
          throw new Error('broken')
        })
      }),
    ])
    const { port } = await app.listen({ port: 0, core })
    origin = `http://127.0.0.1:${port}`
  })
  afterAll(() => app.shutdown())

  test('pages, health and errors', async () => {
    expect(await (await fetch(`${origin}/hello`)).text()).toBe('hello')
    expect((await fetch(`${origin}/up`)).status).toBe(200)
    expect((await fetch(`${origin}/nowhere`)).status).toBe(404)
    expect((await fetch(`${origin}/throws`)).status).toBe(500)
    expect((await fetch(`${origin}/header`)).status).toBe(500)
  })

  test('a hook that waits after the response still knows from where the request came', async () => {
    await fetch(`${origin}/hello`)
    await vi.waitFor(() => expect(events).toContain('hello for 127.0.0.1'), 30_000)
  })

  test('bodies and forms', async () => {
    const bytes = Buffer.alloc(1_000_000, 3)
    const echoed = await fetch(`${origin}/echo`, { method: 'POST', body: bytes })
    expect(Buffer.from(await echoed.arrayBuffer()).equals(bytes)).toBe(true)
    const form = await fetch(`${origin}/form`, {
      method: 'POST',
      body: new URLSearchParams({ 'a[b]': 'ü&' }),
    })
    expect(await form.json()).toEqual({ a: { b: 'ü&' } })
    const large = await fetch(`${origin}/form`, {
      method: 'POST',
      body: `a=${'x'.repeat(9_000_000)}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }).catch(() => 'closed while sending' as const)
    expect(typeof large === 'string' ? 413 : large.status).toBe(413)
  })

  test('a stream is sent as it comes; one that fails before its first byte is an error page', async () => {
    expect(await (await fetch(`${origin}/stream`)).text()).toBe('abc')
    expect((await fetch(`${origin}/early-failure`)).status).toBe(500)
  })

  test('a stream that fails later cuts the connection, so that nobody takes half for the whole', async () => {
    const response = await fetch(`${origin}/late-failure`)
    await expect(response.text()).rejects.toThrow()
  })

  test('the signal tells that the client left, and the log hook runs once', async () => {
    events.length = 0
    const client = httpRequest(`${origin}/slow`).on('error', () => {})
    client.end()
    await vi.waitFor(() => expect(events).toContain('slow started'), 30_000)
    client.destroy()
    await vi.waitFor(() => expect(events).toContain('slow aborted'), 30_000)
    await vi.waitFor(
      () => expect(events.filter((event) => event.startsWith('/slow'))).toHaveLength(1),
      30_000,
    )
    expect(await (await fetch(`${origin}/hello`)).text()).toBe('hello')
  })

  test('a stream that fails unread is no end of the process', async () => {
    expect((await fetch(`${origin}/missing-file`, { method: 'HEAD' })).status).toBe(200)
    expect((await fetch(`${origin}/missing-file`)).status).toBe(500)
    expect(await (await fetch(`${origin}/replaced`)).text()).toBe('replaced')
    expect((await fetch(`${origin}/up`)).status).toBe(200)
  })

  test.each(['/status/0', '/status/99', '/status/103', '/status/1000', '/body'])(
    '%s cannot be sent: 500',
    async (path) => {
      expect((await fetch(origin + path)).status).toBe(500)
    },
  )

  test.each(['[', 'evil.test/p?x=', 'good@evil', 'a b'])('the Host %j is malformed: 400', async (host) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1')
    socket.write(`GET /host HTTP/1.1\r\nHost: ${host}\r\n\r\n`)
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    expect(chunk.toString()).toMatch(/^HTTP\/1\.1 400 /)
    socket.destroy()
  })

  test('a malformed path is a 400, an unknown method on a path a 405', async () => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1')
    socket.write('GET /%zz HTTP/1.1\r\nHost: localhost\r\n\r\n')
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    expect(chunk.toString()).toMatch(/^HTTP\/1\.1 400 /)
    socket.destroy()
    const wrong = await fetch(`${origin}/hello`, { method: 'DELETE' })
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS'])
  })
})

async function* failLate() {
  yield 'half'
  await new Promise((resolve) => setImmediate(resolve))
  throw new Error('the disk is gone')
}
