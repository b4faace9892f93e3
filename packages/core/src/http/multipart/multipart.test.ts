import { connect } from 'node:net'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, expect, test } from 'vitest'
import { createApp, defineRoutes, limitUploads, type HttpRequest } from '../../index.ts'
import { toClientName } from '../../uploads/client-name.ts'
import { BOUNDARY, MULTIPART, PNG, text, toBody, upload } from './multipart-form.fixture.ts'

const folder = await mkdtemp(join(tmpdir(), 'vanillin-multipart-test-'))
const app = createApp({ app: { name: 'Test', log: { level: 'silent' }, uploads: { folder } } }, [
  defineRoutes((route) => {
    route.post('/', (request: HttpRequest) => ({
      fields: request.input.all(),
      files: request.files.many('f').map(({ clientName, sizeBytes }) => [clientName, sizeBytes]),
    }))
    route
      .post('/large', (request: HttpRequest) => ({ sizeBytes: request.files.get('f').sizeBytes }))
      .use(limitUploads({ maxFileBytes: 2 ** 30, maxTotalBytes: 2 ** 30 }))
  }),
])
afterAll(async () => {
  await app.shutdown()
  await rm(folder, { recursive: true })
})

async function send(body: string | Uint8Array, type: string = MULTIPART): Promise<unknown> {
  const headers = { accept: 'application/json', 'content-type': type }
  const bytes = typeof body === 'string' ? Buffer.from(body, 'latin1') : body
  return (await app.fetch('/', { method: 'POST', body: new Uint8Array(bytes), headers })).json()
}
const leftFiles = async (): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)

const whole = toBody(text('a', '1'), upload('f', 'x.png', PNG))

test.each<[string, string | Uint8Array, string]>([
  ['no boundary', whole, 'multipart/form-data'],
  ['an empty boundary', whole, 'multipart/form-data; boundary='],
  ['a boundary that is too long', whole, `multipart/form-data; boundary=${'x'.repeat(71)}`],
  ['another boundary', whole, 'multipart/form-data; boundary=other'],
  ['an empty body', '\r\n', MULTIPART],
  ['a body cut in the head of a part', whole.subarray(0, 40), MULTIPART],
  ['a body cut in a file', whole.subarray(0, whole.byteLength - 40), MULTIPART],
  ['a body without its closing boundary', whole.subarray(0, whole.byteLength - 4), MULTIPART],
  ['10,000 texts', toBody(...Array.from({ length: 10_000 }, (_, index) => text(`a${index}`, ''))), MULTIPART],
  ['10,000 parts without a name', `--${BOUNDARY}\r\nX: y\r\n\r\n\r\n`.repeat(10_000), MULTIPART],
])('%s is a 400', async (_what, body, type) => {
  expect(await send(body, type)).toMatchObject({ status: 400, code: 'E_FORM_MALFORMED' })
  expect(await leftFiles()).toEqual([])
})

test('10,000 files are a 400, and nothing is left of them', async () => {
  const body = toBody(...Array.from({ length: 10_000 }, () => upload('f[]', 'a', 'x')))
  expect(await send(body)).toMatchObject({ status: 400, code: 'E_UPLOAD_TOO_MANY' })
  expect(await leftFiles()).toEqual([])
})

test('the head of a part is read as far as 16 KB', async () => {
  const long = {
    head: [`X-Long: ${'x'.repeat(100_000)}`, 'Content-Disposition: form-data; name="a"'],
    body: '1',
  }
  expect(await send(toBody(long, text('b', '2')))).toEqual({ fields: { b: '2' }, files: [] })
})

test('texts beyond their limit are a 413', async () => {
  const body = toBody(text('a', 'x'.repeat(5_000_000)), text('b', 'x'.repeat(5_000_000)))
  expect(await send(body)).toMatchObject({ status: 413, code: 'E_BODY_TOO_LARGE' })
})

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\me\\photo.png', 'photo.png'],
  ['a\0b.png', 'ab.png'],
  ['a\r\nSet-Cookie: x', 'aSet-Cookie_ x'],
  ['photo.png. . .', 'photo.png'],
  ['.htaccess', 'htaccess'],
  ['CON', '_CON'],
  ['lpt1.txt', '_lpt1.txt'],
  ['console.txt', 'console.txt'],
  ['a<b>:"|?*.png', 'a_b______.png'],
  ['invoice\u202Egnp.exe', 'invoicegnp.exe'],
  ['', 'file'],
  ['...', 'file'],
  ['/', 'file'],
  [`${'ä'.repeat(300)}.png`, `${'ä'.repeat(125)}.png`],
])('the name %j becomes %j', (sent, name) => {
  expect(toClientName(sent)).toBe(name)
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255)
})

test('a client that leaves in the middle of a file leaves nothing behind', async () => {
  const { port } = await app.listen({ port: 0, core: 'node' })
  const client = connect(port, '127.0.0.1')
  client.write(
    `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${MULTIPART}\r\nContent-Length: 1000000\r\n\r\n`,
  )
  client.write(toBody(upload('f', 'x.bin', 'x'.repeat(200_000))).subarray(0, 200_000))
  await expect.poll(leftFiles).toHaveLength(1)
  client.destroy()
  await expect.poll(leftFiles).toEqual([])
})

test('200 MB go to the disk without staying in memory', async () => {
  const piece = Buffer.alloc(1024 * 1024, 'x')
  const head = toBody(upload('f', 'x.bin', '')).subarray(0, -`\r\n--${BOUNDARY}--\r\n`.length)
  let peak = 0
  const before = process.memoryUsage().arrayBuffers
  async function* body(): AsyncGenerator<Uint8Array> {
    yield head
    for (let sent = 0; sent < 200; sent += 1) {
      peak = Math.max(peak, process.memoryUsage().arrayBuffers - before)
      yield piece
    }
    yield Buffer.from(`\r\n--${BOUNDARY}--\r\n`)
  }
  const answer = await app.fetch('/large', {
    method: 'POST',
    body: Readable.toWeb(Readable.from(body(), { objectMode: true })) as ReadableStream<Uint8Array>,
    duplex: 'half',
    headers: { 'content-type': MULTIPART },
  } as RequestInit)
  expect(await answer.json()).toEqual({ sizeBytes: 200 * 1024 * 1024 })
  expect(peak).toBeLessThan(64 * 1024 * 1024)
})
