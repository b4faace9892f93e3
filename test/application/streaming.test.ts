import { EventEmitter, on, once } from 'node:events'
import { connect } from 'node:net'
import { setImmediate as nextTurn } from 'node:timers/promises'
import {
  Controller,
  createApp,
  defineRoutes,
  eventStream,
  safeHtml,
  type Application,
  type ServerEvent,
} from 'vanillin'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { RawConnection } from '../contract/http-core/support/raw-connection.ts'
import { coresHere } from './cores.ts'

const CHUNK = Buffer.alloc(64 * 1024, 'x')

/** Which generators have ended, by their `finally`. */
const ended: string[] = []
const messages = new EventEmitter()
let producedBytes = 0

class StreamsController extends Controller {
  async *page() {
    await nextTurn()
    this.status(201).header('X-Set', 'before the first byte')
    yield '<h1>'
    yield safeHtml`${'&'}`
    yield Buffer.from('</h1>')
  }

  *rows() {
    this.header('Content-Type', 'text/csv')
    yield 'a,b\n'
    yield ''
    yield '1,2\n'
  }

  async *refused() {
    await nextTurn()
    this.abort(403, 'Not for you.')
    yield 'never'
  }

  async *moved() {
    await nextTurn()
    if (this.query.has('moved')) return this.redirect('/elsewhere')
    yield ''
    return undefined
  }

  async *waiting() {
    try {
      yield 'begun'
      for await (const [message] of on(messages, 'message', { signal: this.signal })) yield String(message)
    } finally {
      ended.push('waiting')
    }
  }

  async *endless() {
    try {
      for (;;) {
        yield CHUNK
        producedBytes += CHUNK.length
      }
    } finally {
      ended.push('endless')
    }
  }

  exported() {
    this.header('Content-Type', 'application/x-ndjson')
    return lines()
  }
}

async function* lines() {
  await nextTurn()
  yield '{"a":1}\n'
  yield '{"a":2}\n'
}

async function* events(): AsyncGenerator<ServerEvent> {
  await nextTurn()
  yield { data: 'one\ntwo\r\nthree', event: 'greeting', id: '7', retryMs: 2000 }
  yield { data: { count: 1 } }
}

describe.each(coresHere())('streams on the %s core', (core) => {
  let app: Application
  let port: number
  let origin: string

  beforeAll(async () => {
    app = createApp({ app: { name: 'Streams', log: { level: 'silent' } } }, [
      defineRoutes((route) => {
        for (const action of ['page', 'rows', 'refused', 'moved', 'waiting', 'endless', 'exported'] as const)
          route.get(`/${action}`, [StreamsController, action])
        route.get('/objects', async function* () {
          yield 'first'
          await nextTurn()
          yield { not: 'sendable' }
        })
        route.get('/events', () => eventStream(events()))
        route.get('/quiet', () => eventStream(quiet(), { keepAliveMs: 5 }))
        route.get('/forged', () => eventStream(forged()))
      }),
    ])
    port = (await app.listen({ port: 0, core })).port
    origin = `http://127.0.0.1:${port}`
  })
  afterAll(() => app.shutdown())

  test('an action that is a generator: head as it was set before the first yield, then HTML', async () => {
    const response = await fetch(`${origin}/page`)
    expect([response.status, response.headers.get('x-set'), response.headers.get('content-type')]).toEqual([
      201,
      'before the first byte',
      'text/html; charset=utf-8',
    ])
    expect(await response.text()).toBe('<h1>&amp;</h1>')
    const rows = await fetch(`${origin}/rows`)
    expect([rows.headers.get('content-type'), await rows.text()]).toEqual(['text/csv', 'a,b\n1,2\n'])
  })

  test('until its first yield it may end with an error page, another answer or none', async () => {
    expect((await fetch(`${origin}/refused`)).status).toBe(403)
    const moved = await fetch(`${origin}/moved?moved`, { redirect: 'manual' })
    expect([moved.status, moved.headers.get('location')]).toEqual([302, '/elsewhere'])
    const none = await fetch(`${origin}/moved`)
    expect([none.status, await none.text()]).toEqual([200, ''])
  })

  test('an action returns a generator', async () => {
    const response = await fetch(`${origin}/exported`)
    expect([response.headers.get('content-type'), await response.text()]).toEqual([
      'application/x-ndjson',
      '{"a":1}\n{"a":2}\n',
    ])
  })

  test('what cannot be sent breaks the answer off', async () => {
    const response = await fetch(`${origin}/objects`)
      .then((answer) => answer.text())
      .catch(() => 'broken off')
    expect(response).not.toBe('first')
  })

  test('HEAD runs no generator to its end', async () => {
    expect((await fetch(`${origin}/waiting`, { method: 'HEAD' })).status).toBe(200)
    await vi.waitFor(() => expect(ended).toContain('waiting'), 30_000)
  })

  test('what is yielded arrives at once; when the client leaves, what waits for its signal ends', async () => {
    ended.length = 0
    const client = connect(port, '127.0.0.1')
    client.write('GET /waiting HTTP/1.1\r\nHost: a\r\n\r\n')
    await received(client, 'begun')
    messages.emit('message', 'hello')
    await received(client, 'hello')
    expect(messages.listenerCount('message')).toBe(1)
    client.destroy()
    await vi.waitFor(() => expect(ended).toEqual(['waiting']), 30_000)
    expect(messages.listenerCount('message')).toBe(0)
  })

  test('a generator runs no further ahead of its client than buffers reach, and ends when it leaves', async () => {
    ended.length = 0
    producedBytes = 0
    const client = connect(port, '127.0.0.1')
    client.write('GET /endless HTTP/1.1\r\nHost: a\r\n\r\n')
    let receivedBytes = 0
    let farthestAhead = 0
    for await (const chunk of client) {
      receivedBytes += (chunk as Buffer).length
      // Whoever did not wait for the client would get far in these turns.
      for (let turn = 0; turn < 20; turn++) await nextTurn()
      farthestAhead = Math.max(farthestAhead, producedBytes - receivedBytes)
      if (receivedBytes > 8 * 1024 * 1024) break
    }
    expect(receivedBytes).toBeGreaterThan(8 * 1024 * 1024)
    expect(farthestAhead).toBeLessThan(32 * 1024 * 1024)
    await vi.waitFor(() => expect(ended).toEqual(['endless']), 30_000)
    const after = producedBytes
    for (let turn = 0; turn < 50; turn++) await nextTurn()
    expect(producedBytes).toBe(after)
  })

  test('events as EventSource reads them', async () => {
    const response = await fetch(`${origin}/events`)
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(response.headers.get('cache-control')).toBe('no-cache, no-transform')
    expect(await response.text()).toBe(
      'event: greeting\nid: 7\nretry: 2000\ndata: one\ndata: two\ndata: three\n\ndata: {"count":1}\n\n',
    )
  })

  test('a stream that says nothing is kept alive, and ends with its client', async () => {
    ended.length = 0
    const client = connect(port, '127.0.0.1')
    client.write('GET /quiet HTTP/1.1\r\nHost: a\r\n\r\n')
    await received(client, ':\n\n')
    await received(client, ':\n\n')
    client.destroy()
    messages.emit('quiet')
    await vi.waitFor(() => expect(ended).toEqual(['quiet']), 30_000)
  })

  test('the name of an event cannot begin another line', async () => {
    const connection = await RawConnection.open(port)
    connection.write('GET /forged HTTP/1.1\r\nHost: a\r\n\r\n')
    const response = await connection.response()
    expect(response?.status).toBe(500)
    expect(response?.body.toString()).not.toContain('forged')
  })
})

async function* quiet(): AsyncGenerator<ServerEvent> {
  try {
    await once(messages, 'quiet')
    yield { data: 'over' }
  } finally {
    ended.push('quiet')
  }
}

async function* forged(): AsyncGenerator<ServerEvent> {
  await nextTurn()
  yield { event: 'a\ndata: forged', data: 'x' }
}

async function received(client: ReturnType<typeof connect>, expected: string): Promise<void> {
  let text = ''
  while (!text.includes(expected)) {
    const [chunk] = (await once(client, 'data')) as [Buffer]
    text += chunk.toString()
  }
}
