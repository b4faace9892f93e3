import { once } from 'node:events'
import type { Socket } from 'node:net'
import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { RequestError } from '@vanillin/http'
import { afterEach, expect, onTestFinished, test, vi } from 'vitest'
import { answer, END, FakeFastCgi, readRecords, record } from '../testing/fake-fastcgi.fixture.ts'
import { ClientLeft } from './client-left.ts'
import type { FastCgiAnswer, FastCgiRequest } from './exchange.ts'
import { FastCgiPool, type FastCgiPoolSettings } from './fastcgi-pool.ts'
import { encodeNameValues } from './name-values.ts'

const PAGE = 'Content-Type: text/html\r\n\r\n<p>page</p>'
const closers: (() => void | Promise<void>)[] = []

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close() // oxlint-disable-line no-await-in-loop -- in reverse order
})

async function serve(
  onRequest: (socket: Socket, request: Buffer, count: number) => void,
  settings: Partial<FastCgiPoolSettings> = {},
): Promise<{ server: FakeFastCgi; pool: FastCgiPool }> {
  const server = await new FakeFastCgi(onRequest).start()
  closers.push(() => server.remove())
  return { server, pool: poolAt(server.address, settings) }
}

/** The body of an answer that came whole. */
function page({ body }: FastCgiAnswer): string {
  if (body instanceof Readable) throw new Error('The answer came in pieces.')
  return body.toString()
}

function poolAt(path: string, settings: Partial<FastCgiPoolSettings> = {}): FastCgiPool {
  const pool = new FastCgiPool({
    address: { path },
    maxConnections: 2,
    maxQueued: 2,
    queueTimeoutMs: 60_000,
    connectTimeoutMs: 60_000,
    keepAliveMs: 60_000,
    timeoutMs: 60_000,
    maxHeaderBytes: 4_096,
    ...settings,
  })
  closers.push(() => pool.close())
  return pool
}

interface Asked extends Partial<FastCgiRequest> {
  readonly isRepeatable?: boolean
}

function ask(pool: FastCgiPool, { isRepeatable = true, ...request }: Asked = {}): Promise<FastCgiAnswer> {
  return pool.send(
    {
      parameters: encodeNameValues([['REQUEST_METHOD', 'GET']]),
      body: undefined,
      onAbort: () => {},
      onReport: () => {},
      ...request,
    },
    { isRepeatable },
  )
}

const refusal = (code: string, status: number): unknown => expect.objectContaining({ code, status })

test('an answer that came whole is bytes, and its connection serves the next request', async () => {
  const { server, pool } = await serve((socket) => socket.write(answer(PAGE)))
  const first = await ask(pool)
  expect([first.status, first.headers, page(first)]).toEqual([
    200,
    [['Content-Type', 'text/html']],
    '<p>page</p>',
  ])
  await ask(pool)
  expect(server.sockets).toHaveLength(1)
  expect(pool.counts).toEqual({ busy: 0, resting: 1, queued: 0 })
})

test('an answer that comes in pieces is a stream, with what was there first', async () => {
  const { server, pool } = await serve((socket) => socket.write(record(6, 'Status: 201\r\n\r\nfirst ')))
  const { status, body } = await ask(pool)
  expect([status, body instanceof Readable]).toEqual([201, true])
  server.sockets[0]?.write(Buffer.concat([record(6, 'second'), END]))
  expect(await text(body as Readable)).toBe('first second')
  expect(pool.counts.resting).toBe(1)
})

test('the body of a request goes out as records, from bytes and from a stream', async () => {
  const { pool } = await serve((socket, request) => {
    const stdin = readRecords(request).filter(({ type }) => type === 5)
    const sent = Buffer.concat(stdin.map(({ content }) => content))
    socket.write(
      answer(
        `\r\n${sent.length} ${sent.toString('latin1', 0, 3)} ${sent.toString('latin1', sent.length - 3)}`,
      ),
    )
  })
  const large = Buffer.concat([Buffer.from('abc'), Buffer.alloc(300_000), Buffer.from('xyz')])
  expect(page(await ask(pool, { body: Buffer.from('abcxyz') }))).toBe('6 abc xyz')
  const stream = Readable.from([large.subarray(0, 10), large.subarray(10)])
  expect(page(await ask(pool, { body: stream }))).toBe('300006 abc xyz')
})

test('what PHP reports is told once, cut where it would never end', async () => {
  const { pool } = await serve((socket) =>
    socket.write(Buffer.concat([record(7, 'PHP message: '), record(7, 'x'.repeat(20_000)), answer(PAGE)])),
  )
  const reports: string[] = []
  const { report } = await ask(pool, { onReport: (told) => reports.push(told) })
  expect(reports).toEqual([`PHP message: ${'x'.repeat(8_192 - 13)} ...`])
  expect(report).toBe(reports[0])
})

test.each([
  ['bytes that are no record', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'), 'E_PHP_MALFORMED'],
  ['an end without headers', END, 'E_PHP_MALFORMED'],
  ['headers without an end', Buffer.concat([record(6, 'A: b\r\n'), END]), 'E_PHP_MALFORMED'],
  ['a line that is no header', answer('<p>page</p>\r\n\r\n'), 'E_PHP_MALFORMED'],
  ['more behind the end', Buffer.concat([answer(PAGE), answer(PAGE)]), 'E_PHP_MALFORMED'],
  ['headers without measure', record(6, `A: ${'x'.repeat(5_000)}`), 'E_PHP_HEAD_TOO_LARGE'],
  ['another protocol status', record(3, Buffer.from([0, 0, 0, 0, 3, 0, 0, 0])), 'E_PHP_MALFORMED'],
])('%s: 502, and the connection is not used again', async (_name, bytes, code) => {
  const { server, pool } = await serve((socket) => socket.write(bytes))
  await expect(ask(pool)).rejects.toEqual(refusal(code, 502))
  await vi.waitFor(() => expect(server.sockets[0]?.destroyed).toBe(true))
  expect(pool.counts).toEqual({ busy: 0, resting: 0, queued: 0 })
})

test('a server that says that it has too much to do: 503', async () => {
  const { pool } = await serve((socket) => socket.write(record(3, Buffer.from([0, 0, 0, 0, 2, 0, 0, 0]))))
  await expect(ask(pool)).rejects.toEqual(refusal('E_PHP_BUSY', 503))
})

test('a connection that ends before the answer does: 502 before anything was handed on, a broken body behind that', async () => {
  const { server, pool } = await serve((socket, _request, count) => {
    if (count === 3) socket.write(record(6, 'X-Accel-Buffering: no\r\n\r\nhalf'))
    else if (count === 2) socket.end(record(6, `${PAGE} and`))
    else socket.destroy()
  })
  await expect(ask(pool)).rejects.toEqual(refusal('E_PHP_BROKE_OFF', 502))
  await expect(ask(pool)).rejects.toEqual(refusal('E_PHP_BROKE_OFF', 502))
  const { body } = await ask(pool)
  server.sockets.at(-1)!.destroy()
  await expect(text(body as Readable)).rejects.toEqual(refusal('E_PHP_BROKE_OFF', 502))
})

test('what comes soon after each other is one piece; what is much, or is to go out at once, is a stream', async () => {
  const rest = Buffer.concat([record(6, 'second'), END])
  const { server, pool } = await serve((socket, _request, count) => {
    const head = ['', 'X-Accel-Buffering: no\r\n', 'Content-Type: text/event-stream\r\n'][count - 1] ?? ''
    socket.write(record(6, `${head}X: y\r\n\r\n${count === 4 ? 'x'.repeat(65_000) : 'first '}`))
    if (count === 4) for (let i = 0; i < 4; i++) socket.write(record(6, 'x'.repeat(65_000)))
    if (count === 1) setImmediate(() => socket.write(rest))
  })
  expect(page(await ask(pool))).toBe('first second')
  for (const kind of ['asks for it', 'events', 'much']) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const { body } = await ask(pool)
    expect(body, kind).toBeInstanceOf(Readable)
    server.sockets.at(-1)!.write(rest)
    // oxlint-disable-next-line no-await-in-loop -- as above
    expect(await text(body as Readable), kind).toMatch(/(?:first |x)second$/)
  }
})

test('a page of 200 kB whose records come a few at a time is one piece, and what came first is not written over', async () => {
  // On a busy machine it takes longer than is waited for the rest.
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const pieces = Array.from({ length: 25 }, (_, index) => String.fromCharCode(97 + index).repeat(8_184))
  const { server, pool } = await serve((socket, _request, count) => {
    if (count > 1) {
      socket.write(answer(`\r\n${'-'.repeat(60_000)}`))
      return
    }
    socket.write(record(6, 'X: y\r\n\r\n'))
    const send = (index: number): void => {
      const piece = pieces[index]
      if (piece === undefined) socket.write(END)
      else socket.write(record(6, piece, { padding: index % 8 }), () => setImmediate(send, index + 1))
    }
    send(0)
  })
  const first = page(await ask(pool))
  const second = page(await ask(pool))
  expect(first === pieces.join('')).toBe(true)
  expect(second).toBe('-'.repeat(60_000))
  expect(server.sockets).toHaveLength(1)
})

test('in production a stream breaks off for a client that left with an error without frames, for which a built app would read its source maps', async () => {
  const { tracesClients } = RequestError
  RequestError.tracesClients = false
  onTestFinished(() => void (RequestError.tracesClients = tracesClients))
  const { pool } = await serve((socket) => socket.write(record(6, `${PAGE} and`)))
  const client = new AbortController()
  const { body } = await ask(pool, {
    onAbort: (callback) => client.signal.addEventListener('abort', callback),
  })
  client.abort()
  const { errored } = body as Readable
  expect(errored).toBeInstanceOf(ClientLeft)
  expect(errored?.stack).not.toMatch(/\n\s+at /)
})

test('a record that is cut off in the middle', async () => {
  const { pool } = await serve((socket) => socket.end(answer(PAGE).subarray(0, 20)))
  await expect(ask(pool)).rejects.toEqual(refusal('E_PHP_BROKE_OFF', 502))
})

test('a kept connection that breaks off at once: a request that may be repeated goes out on a new one', async () => {
  const { server, pool } = await serve((socket, _request, count) => {
    if (count === 2) socket.destroy()
    else socket.write(answer(`\r\n${count}`))
  })
  await ask(pool)
  expect(page(await ask(pool))).toBe('3')
  expect(server.sockets).toHaveLength(2)
})

test('a kept connection that breaks off within its answer: the script has run, and is not run again', async () => {
  const { pool } = await serve((socket, _request, count) => {
    if (count === 1) socket.write(answer(PAGE))
    else socket.end(record(7, 'begun'))
  })
  await ask(pool)
  await expect(ask(pool)).rejects.toEqual(refusal('E_PHP_BROKE_OFF', 502))
})

test('a request that must not run twice never goes over a kept connection', async () => {
  const { server, pool } = await serve((socket) => socket.write(answer(PAGE)))
  await ask(pool)
  await ask(pool)
  await ask(pool, { isRepeatable: false })
  expect(server.sockets).toHaveLength(2)
  expect(pool.counts).toEqual({ busy: 0, resting: 2, queued: 0 })
  await ask(pool, { isRepeatable: false })
  // one had to go: never more connections than said
  await vi.waitFor(() => expect(server.sockets.filter((socket) => socket.destroyed)).toHaveLength(1))
  expect(pool.counts.resting).toBe(2)
})

test('a connection at rest is closed after its time, and when the server closes it', async () => {
  const { server, pool } = await serve((socket) => socket.write(answer(PAGE)), { keepAliveMs: 5 })
  await ask(pool)
  await vi.waitFor(() => expect(server.sockets[0]?.destroyed).toBe(true))
  expect(pool.counts.resting).toBe(0)

  const other = await serve((socket) => socket.write(answer(PAGE)))
  await ask(other.pool)
  other.server.sockets[0]?.destroy()
  await vi.waitFor(() => expect(other.pool.counts.resting).toBe(0))
})

test('what comes over a connection that nobody has asked costs the connection', async () => {
  const { server, pool } = await serve((socket) => socket.write(answer(PAGE)))
  await ask(pool)
  server.sockets[0]?.write(answer('\r\nsomebody else’s page'))
  await vi.waitFor(() => expect(pool.counts.resting).toBe(0))
  expect(page(await ask(pool))).toBe('<p>page</p>')
})

test('more requests than connections wait in their order, more than the queue holds are refused', async () => {
  const waiting: Socket[] = []
  const { pool } = await serve((socket) => waiting.push(socket))
  const asked = [ask(pool), ask(pool), ask(pool), ask(pool)]
  await vi.waitFor(() => expect([waiting.length, pool.counts.queued]).toEqual([2, 2]))
  await expect(ask(pool)).rejects.toEqual(refusal('E_PHP_BUSY', 503))
  waiting[0]?.write(answer('\r\n1'))
  await vi.waitFor(() => expect(waiting).toHaveLength(3))
  waiting[1]?.write(answer('\r\n2'))
  await vi.waitFor(() => expect(waiting).toHaveLength(4))
  for (const socket of waiting.slice(2)) socket.write(answer('\r\nlater'))
  expect((await Promise.all(asked)).map(page)).toEqual(['1', '2', 'later', 'later'])
})

test('one that waits too long is refused, one whose client leaves goes quietly, and neither keeps its place', async () => {
  const waiting: Socket[] = []
  const { pool } = await serve((socket) => waiting.push(socket), { maxConnections: 1, queueTimeoutMs: 5 })
  const first = ask(pool)
  await expect(ask(pool)).rejects.toEqual(refusal('E_PHP_BUSY', 503))
  const client = new AbortController()
  const left = ask(pool, { onAbort: (callback) => client.signal.addEventListener('abort', callback) })
  client.abort(new Error('left'))
  await expect(left).rejects.toThrow('left')
  expect(pool.counts).toEqual({ busy: 1, resting: 0, queued: 0 })
  await vi.waitFor(() => expect(waiting).toHaveLength(1))
  waiting[0]?.write(answer(PAGE))
  await first
  expect(pool.counts.busy).toBe(0)
})

test('a client that leaves closes the connection: before the answer, and within it', async () => {
  const { server, pool } = await serve((socket, _request, count) => {
    if (count === 2) socket.write(record(6, `${PAGE} and`))
  })
  const client = new AbortController()
  const before = ask(pool, { onAbort: (callback) => client.signal.addEventListener('abort', callback) })
  await vi.waitFor(() => expect(server.sockets).toHaveLength(1))
  client.abort()
  await expect(before).rejects.toThrow('closed the connection')
  await vi.waitFor(() => expect(server.sockets[0]?.destroyed).toBe(true))

  const { body } = await ask(pool)
  ;(body as Readable).destroy()
  await vi.waitFor(() => expect(server.sockets[1]?.destroyed).toBe(true))
  expect(pool.counts).toEqual({ busy: 0, resting: 0, queued: 0 })
})

test('a script that stays silent is given up: 504', async () => {
  const { server, pool } = await serve(() => {}, { timeoutMs: 20 })
  await expect(ask(pool)).rejects.toEqual(refusal('E_PHP_TIMEOUT', 504))
  await vi.waitFor(() => expect(server.sockets[0]?.destroyed).toBe(true))
})

test('a reader that is slow holds PHP back, and is not mistaken for a silent script', async () => {
  let sent = 0
  const { pool } = await serve(
    (socket) => {
      socket.write(record(6, '\r\n'))
      const chunk = record(6, Buffer.alloc(64_000))
      const send = (): void => {
        while (sent < 200) {
          sent++
          if (!socket.write(chunk)) {
            socket.once('drain', send)
            return
          }
        }
        socket.write(END)
      }
      send()
    },
    { timeoutMs: 150 },
  )
  const { body } = await ask(pool)
  await once(body as Readable, 'readable')
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(sent).toBeLessThan(100)
  let received = 0
  for await (const chunk of body as Readable) received += (chunk as Buffer).length
  expect(received).toBe(200 * 64_000)
})

test('nobody there: 502, with what to do about it', async () => {
  await expect(ask(poolAt('/run/nobody/is/here.sock'))).rejects.toMatchObject({
    code: 'E_PHP_UNREACHABLE',
    status: 502,
    message: 'PHP cannot be reached at /run/nobody/is/here.sock: ENOENT.',
    help: expect.stringContaining('start php-fpm'),
  })
  const { server, pool } = await serve(() => {})
  await server.remove()
  await expect(ask(pool)).rejects.toEqual(refusal('E_PHP_UNREACHABLE', 502))
  expect(pool.counts.busy).toBe(0)
})

test('PHP that answers before it has read everything: the answer counts, the connection is closed', async () => {
  const { server, pool } = await serve(() => {})
  const body = new Readable({ read: () => {} })
  body.push('some')
  const asked = ask(pool, { body })
  await vi.waitFor(() => expect(server.sockets).toHaveLength(1))
  server.sockets[0]?.write(answer(PAGE))
  expect(page(await asked)).toBe('<p>page</p>')
  await vi.waitFor(() => expect(server.sockets[0]?.destroyed).toBe(true))
  expect([body.destroyed, pool.counts.resting]).toEqual([true, 0])
})
