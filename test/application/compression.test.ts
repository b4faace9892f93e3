import { brotliDecompressSync, createBrotliDecompress, createGunzip, gunzipSync } from 'node:zlib'
import { get as httpGet, type IncomingMessage } from 'node:http'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import * as zlib from 'node:zlib'
import {
  compress,
  createApp,
  defineRoutes,
  etag,
  eventStream,
  file,
  html,
  HttpResponse,
  json,
  text,
  type Application,
} from 'vanillin'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RawConnection, type RawResponse } from '../contract/http-core/support/raw-connection.ts'
import { coresHere } from './cores.ts'

const PAGE = '<p>Hello, hello, hello.</p>'.repeat(200)
const hasZstd = 'zstdDecompressSync' in zlib

describe.each(coresHere())('compression on the %s core', (core) => {
  let root: string
  let app: Application
  let port: number
  let goOn: () => void = () => {}

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'vanillin-compression-'))
    mkdirSync(join(root, 'storage'))
    writeFileSync(join(root, 'storage/large.txt'), PAGE.repeat(100))
    app = createApp(
      { app: { name: 'Compression', log: { level: 'silent' }, storage: join(root, 'storage') } },
      [
        compress(),
        defineRoutes((route) => {
          route.get('/page', () => html(PAGE))
          route.get('/large', () => html(PAGE.repeat(100)))
          route.get('/later', async () => html(PAGE))
          route.get(
            '/bytes',
            () => new HttpResponse(Buffer.from(PAGE), { headers: { 'Content-Type': 'text/css' } }),
          )
          route.get('/small', () => text('x'.repeat(1023)))
          route.get('/threshold', () => text('ä'.repeat(512)))
          route.get(
            '/image',
            () => new HttpResponse(Buffer.alloc(5000), { headers: { 'Content-Type': 'image/png' } }),
          )
          route.get('/problem', () =>
            json({ text: PAGE }, { status: 422, headers: { 'Content-Type': 'application/problem+json' } }),
          )
          route.get('/no-transform', () =>
            html(PAGE, { headers: { 'Cache-Control': 'private, no-transform' } }),
          )
          route.get('/encoded', () => html('already', { headers: { 'Content-Encoding': 'x-own' } }))
          route.get('/tagged', () => html(PAGE, { headers: { ETag: '"abc"', Vary: 'Cookie' } }))
          route.get('/etag', () => html(PAGE)).use(etag())
          route.get('/vary-all', () => html(PAGE, { headers: { Vary: '*' } }))
          route.get('/vary-twice', () => html(PAGE, { headers: { Vary: 'Cookie, accept-encoding' } }))
          route.get('/file', (request) => file(request, 'large.txt'))
          route.get('/empty', () => null)
          route.get('/slow', async function* () {
            yield 'first '
            await new Promise<void>((resolve) => {
              goOn = resolve
            })
            yield 'second'
          })
          route.get('/fails-late', async function* () {
            yield PAGE
            await new Promise<void>((resolve) => {
              goOn = resolve
            })
            throw new Error('no more')
          })
          route.get('/fails-early', async function* () {
            await Promise.reject(new Error('nothing'))
            yield 'never'
          })
          route.get('/events', () => eventStream(Readable.from([{ data: PAGE }])))
          route.fallback((request) => html(request.path + PAGE, { status: 404 }))
        }),
      ],
    )
    port = (await app.listen({ port: 0, core })).port
  })
  afterAll(async () => {
    await app.shutdown()
    rmSync(root, { recursive: true })
  })

  async function ask(path: string, accept?: string, further: Record<string, string> = {}, method = 'GET') {
    const connection = await RawConnection.open(port)
    const headers = { ...(accept !== undefined && { 'Accept-Encoding': accept }), ...further }
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    connection.write(`${method} ${path} HTTP/1.1\r\nHost: a\r\n${lines.join('')}\r\n`)
    const response = (await connection.response({ head: method === 'HEAD' }))!
    connection.destroy()
    return response
  }

  const coding = (response: RawResponse) => [response.header('content-encoding'), response.header('vary')]

  test.each(['/page', '/later', '/bytes'])('%s is compressed, and shorter', async (path) => {
    const response = await ask(path, 'gzip, deflate, br')
    expect(coding(response)).toEqual(['br', 'Accept-Encoding'])
    expect(brotliDecompressSync(response.body).toString()).toBe(PAGE)
    expect(Number(response.header('content-length'))).toBe(response.body.length)
    expect(response.body.length).toBeLessThan(PAGE.length / 10)
    expect(gunzipSync((await ask(path, 'gzip')).body).toString()).toBe(PAGE)
  })

  test('a large page, an error page and a problem document', async () => {
    expect(gunzipSync((await ask('/large', 'gzip')).body).toString()).toBe(PAGE.repeat(100))
    const missing = await ask('/nowhere', 'br')
    expect([missing.status, ...coding(missing)]).toEqual([404, 'br', 'Accept-Encoding'])
    const problem = await ask('/problem', 'gzip')
    expect([problem.status, ...coding(problem)]).toEqual([422, 'gzip', 'Accept-Encoding'])
  })

  test.each([
    [undefined, undefined],
    ['', undefined],
    ['identity', undefined],
    ['br', 'br'],
    ['BR', 'br'],
    ['gzip', 'gzip'],
    ['x-gzip', 'gzip'],
    ['gzip, br', 'br'],
    ['gzip;q=1, br;q=0.5', 'gzip'],
    ['gzip;q=0.001', 'gzip'],
    ['gzip; q=0.5 , br ;q=0.8', 'br'],
    ['*', 'br'],
    ['*;q=0', undefined],
    ['br;q=0, *', hasZstd ? 'zstd' : 'gzip'],
    ['br;q=0, gzip;q=0', undefined],
    ['identity;q=0, gzip', 'gzip'],
    ['identity, gzip;q=0.5', undefined],
    ['identity;q=0.5, gzip', 'gzip'],
    ['deflate', undefined],
    ['gzip;q=2', undefined],
    ['gzip;q=0.1234', undefined],
    ['gzip;level=9', undefined],
    ['gzipped, xbr', undefined],
    [',,;q=1,', undefined],
  ])('Accept-Encoding: %s', async (accept, expected) => {
    const response = await ask('/page', accept)
    expect(coding(response)).toEqual([expected, 'Accept-Encoding'])
  })

  test.skipIf(!hasZstd)('zstd, where Node has it', async () => {
    const library = zlib as unknown as { zstdDecompressSync(bytes: Buffer): Buffer }
    const response = await ask('/page', 'zstd')
    expect(response.header('content-encoding')).toBe('zstd')
    expect(library.zstdDecompressSync(response.body).toString()).toBe(PAGE)
  })

  test.each(['/small', '/image', '/no-transform', '/empty', '/events'])('%s is left alone', async (path) => {
    expect(coding(await ask(path, 'br, gzip'))).toEqual([undefined, undefined])
  })

  test('1024 bytes are enough, and what has a coding keeps it', async () => {
    expect(coding(await ask('/threshold', 'br'))).toEqual(['br', 'Accept-Encoding'])
    expect(coding(await ask('/encoded', 'br'))).toEqual(['x-own', undefined])
  })

  test('the tag of what is compressed is weak, Vary keeps what it said', async () => {
    const tagged = await ask('/tagged', 'br')
    expect([tagged.header('etag'), tagged.header('vary')]).toEqual(['W/"abc"', 'Cookie, Accept-Encoding'])
    expect((await ask('/tagged')).header('etag')).toBe('"abc"')
    expect((await ask('/vary-all', 'br')).header('vary')).toBe('*')
    expect((await ask('/vary-twice', 'br')).header('vary')).toBe('Cookie, accept-encoding')
  })

  test('with etag() behind it, the compressed page is asked for again with its own tag', async () => {
    const tag = (await ask('/etag', 'br')).header('etag')!
    expect(tag).toMatch(/^W\/"[\w-]+"$/)
    const again = await ask('/etag', 'br', { 'If-None-Match': tag })
    expect([again.status, again.header('etag'), again.header('vary')]).toEqual([304, tag, 'Accept-Encoding'])
    expect((await ask('/etag', 'br', { 'If-None-Match': '"x"' })).status).toBe(200)
  })

  test('HEAD has the head of GET, but for the length', async () => {
    const names = ({ headers }: RawResponse) =>
      headers.flatMap(([name, value]) => (/^(date|content-length)$/.test(name) ? [] : `${name}: ${value}`))
    expect(names(await ask('/tagged', 'br', {}, 'HEAD'))).toEqual(names(await ask('/tagged', 'br')))
    expect((await ask('/tagged', 'br', {}, 'HEAD')).header('content-length')).toBeUndefined()
    expect((await ask('/tagged', undefined, {}, 'HEAD')).header('content-length')).toBe(String(PAGE.length))
  })

  test('a file is compressed as a stream, its ranges are those of the file', async () => {
    const whole = await ask('/file', 'br')
    expect([...coding(whole), whole.header('accept-ranges')]).toEqual(['br', 'Accept-Encoding', undefined])
    expect(brotliDecompressSync(whole.body).toString()).toBe(PAGE.repeat(100))
    const part = await ask('/file', 'br', { Range: 'bytes=3-7' })
    expect([part.status, part.header('content-encoding'), part.body.toString()]).toEqual([
      206,
      undefined,
      'Hello',
    ])
    expect((await ask('/file', 'br', { 'If-None-Match': whole.header('etag')! })).status).toBe(304)
  })

  test.each([
    ['gzip', createGunzip],
    ['br', createBrotliDecompress],
  ] as const)('what a generator yields arrives at once, in %s too', async (accept, createDecoder) => {
    const request = httpGet({ port, path: '/slow', headers: { 'accept-encoding': accept } })
    const [response] = (await once(request, 'response')) as [IncomingMessage]
    expect(response.headers['content-encoding']).toBe(accept)
    const decoded = response.pipe(createDecoder())
    const [first] = (await once(decoded, 'data')) as [Buffer]
    expect(first.toString()).toBe('first ')
    goOn()
    const [second] = (await once(decoded, 'data')) as [Buffer]
    expect(second.toString()).toBe('second')
    await once(decoded, 'end')
  })

  test('a stream that fails is an error page before its first byte, and broken off after it', async () => {
    const early = await ask('/fails-early', 'br')
    expect([early.status, early.header('content-encoding')]).toEqual([500, undefined])
    const connection = await RawConnection.open(port)
    connection.write('GET /fails-late HTTP/1.1\r\nHost: a\r\nAccept-Encoding: br\r\n\r\n')
    connection.socket.once('data', () => goOn())
    expect(await connection.response()).toBeUndefined()
  })
})

test('a coding that this Node does not have is refused at boot', () => {
  if (hasZstd) expect(() => compress({ codings: ['zstd'] })).not.toThrow()
  else expect(() => compress({ codings: ['zstd'] })).toThrow(/zstd/)
})
