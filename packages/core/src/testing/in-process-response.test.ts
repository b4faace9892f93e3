import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { createApp, defineRoutes, HttpResponse, Plugin, type HttpRequest } from '../index.ts'

function appWith(action: (request: HttpRequest) => unknown, ...plugins: Plugin[]) {
  return createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
    ...plugins,
    defineRoutes((route) => route.get('/', action)),
  ])
}

test('app.fetch answers a stream that never ends, and its reader may leave', async () => {
  let signal: AbortSignal | undefined
  const app = appWith((request) => {
    signal = request.signal
    return Readable.from(
      (function* () {
        for (;;) yield 'tick '
      })(),
    )
  })
  const reader = (await app.fetch('/')).body!.getReader()
  expect(Buffer.from((await reader.read()).value!).toString()).toBe('tick ')
  expect(signal!.aborted).toBe(false)
  await reader.cancel()
  expect(signal!.aborted).toBe(true)
})

test('a stream that fails midway breaks the body off, one that fails at once is an error page', async () => {
  const failing = (first: string[]) =>
    Readable.from(
      (function* () {
        yield* first
        throw new Error('no more')
      })(),
    )
  const midway = await appWith(() => failing(['half'])).fetch('/')
  expect(midway.status).toBe(200)
  await expect(midway.text()).rejects.toThrow()
  expect((await appWith(() => failing([])).fetch('/')).status).toBe(500)
})

test('a body that outgrows the buffer waits for its reader and arrives whole', async () => {
  const outcomes: string[] = []
  class Watch extends Plugin {
    override dispatchLoopShutdown() {
      outcomes.push('sent')
    }
  }
  const piece = Buffer.alloc(300_000, 'x')
  const app = appWith(() => Readable.from(Array.from({ length: 10 }, () => piece)), new Watch())
  const response = await app.fetch('/')
  await new Promise((resolve) => setImmediate(resolve))
  expect(outcomes).toEqual([])
  expect((await response.arrayBuffer()).byteLength).toBe(3_000_000)
  expect(outcomes).toEqual(['sent'])
})

test.each([204, 205, 304])('a %i has no body', async (status) => {
  const response = await appWith(
    () => new HttpResponse(status === 205 ? 'ignored' : undefined, { status }),
  ).fetch('/')
  expect([response.status, response.body]).toEqual([status, null])
})

test('a form that is given up in the middle is left alone, not cancelled', async () => {
  let cancelled = false
  const part = Buffer.from(`--B\r\nContent-Disposition: form-data; name="f[]"; filename="a.txt"\r\n\r\na\r\n`)
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(part),
    cancel: () => void (cancelled = true),
  })
  const app = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
    defineRoutes((route) => route.post('/', () => 'taken')),
  ])
  const response = await app.fetch('/', {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=B' },
    body,
    duplex: 'half',
  })
  await app.shutdown()
  expect([response.status, cancelled]).toEqual([400, false])
})
