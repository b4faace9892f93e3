import { mkdirSync, mkdtempSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { createApp, type Application } from 'vanillin'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { RawConnection, type RawResponse } from '../contract/http-core/support/raw-connection.ts'
import { coresHere } from './cores.ts'
import { hostilePaths } from './fixtures/hostile-paths.ts'

const SECRET = 'the-secret-of-this-machine'
const CSS = 'body { color: red }\n'.repeat(100)

describe.each(coresHere())('public/ on the %s core', (core) => {
  let root: string
  let app: Application
  let port: number

  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'vanillin-static-'))
    for (const folder of ['public/.well-known', 'public/.git', 'public/sub', 'public-private'])
      mkdirSync(join(root, folder), { recursive: true })
    for (const file of [
      'secret.txt',
      '.env',
      'public-private/secret.txt',
      'public/.env',
      'public/.git/config',
      'public/sub/.hidden',
      'public/.well-known/.env',
    ])
      writeFileSync(join(root, file), SECRET)
    writeFileSync(join(root, 'public/.well-known/security.txt'), 'Contact: mailto:a@example.com')
    writeFileSync(join(root, 'public/sub/inner.txt'), 'inner')
    writeFileSync(join(root, 'public/style.css'), CSS)
    writeFileSync(join(root, 'public/style.css.br'), brotliCompressSync(CSS))
    writeFileSync(join(root, 'public/style.css.gz'), gzipSync(CSS))
    writeFileSync(join(root, 'public/old.css'), CSS)
    writeFileSync(join(root, 'public/old.css.gz'), gzipSync('the state before'))
    writeFileSync(join(root, 'public/bomb.css'), CSS)
    writeFileSync(join(root, 'public/bomb.css.br'), brotliCompressSync(Buffer.alloc(100_000_000)))
    writeFileSync(join(root, 'public/linked.css'), CSS)
    symlinkSync(join(root, 'secret.txt'), join(root, 'public/linked.css.gz'))
    writeFileSync(join(root, 'public/photo.png'), Buffer.alloc(2000))
    writeFileSync(join(root, 'public/photo.png.gz'), gzipSync(Buffer.alloc(2000)))
    symlinkSync(join(root, 'secret.txt'), join(root, 'public/leaves.txt'))
    symlinkSync(root, join(root, 'public/leaving'))
    symlinkSync(join(root, 'public/sub'), join(root, 'public/staying'))
    vi.stubEnv('VANILLIN_ROOT', root)
    vi.stubEnv('NODE_ENV', 'production')
    app = createApp({ app: { name: 'Static', log: { level: 'silent' } } }, [])
    vi.unstubAllEnvs()
    port = (await app.listen({ port: 0, core })).port
  })
  afterAll(async () => {
    await app.shutdown()
    rmSync(root, { recursive: true })
  })

  /** Sends the path as it is, which no URL object would. */
  async function ask(path: string, headers: Record<string, string> = {}, method = 'GET') {
    const connection = await RawConnection.open(port)
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
    connection.write(`${method} ${path} HTTP/1.1\r\nHost: a\r\n${lines.join('')}\r\n`)
    const response = await connection.response({ head: method === 'HEAD' })
    connection.destroy()
    return response!
  }

  const form = (response: RawResponse) => [
    response.status,
    response.header('content-encoding'),
    response.header('vary'),
  ]

  test('the corpus is one', () => {
    expect(new Set(hostilePaths).size).toBeGreaterThan(300)
  })

  test.each(hostilePaths)('nothing at %s', async (path) => {
    const response = await ask(path)
    expect([301, 400, 404]).toContain(response.status)
    expect(response.body.toString()).not.toMatch(new RegExp(`${SECRET}|root:.*:0:0`))
    expect(response.header('x-evil')).toBeUndefined()
  })

  test('what is public is there: .well-known, a link that stays inside', async () => {
    expect((await ask('/.well-known/security.txt')).body.toString()).toContain('Contact')
    expect((await ask('/staying/inner.txt')).body.toString()).toBe('inner')
  })

  test.each([
    ['br, gzip', 'br', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    ['gzip;q=1, br;q=0.1', 'gzip', gunzipSync],
    ['identity', undefined, (bytes: Buffer) => bytes],
    ['*;q=0', undefined, (bytes: Buffer) => bytes],
    ['zstd', undefined, (bytes: Buffer) => bytes],
  ] as const)('the form that a build wrote, for Accept-Encoding: %s', async (accept, coding, decode) => {
    for (let look = 0; look < 2; look++) {
      const response = await ask('/style.css', { 'Accept-Encoding': accept })
      expect(form(response)).toEqual([200, coding, 'Accept-Encoding'])
      expect(response.header('content-type')).toBe('text/css; charset=utf-8')
      expect(Number(response.header('content-length'))).toBe(response.body.length)
      expect(decode(response.body).toString()).toBe(CSS)
    }
  })

  test('each form has a tag, conditions and ranges of its own', async () => {
    const br = { 'Accept-Encoding': 'br' }
    const [plain, compressed] = [await ask('/style.css'), await ask('/style.css', br)]
    expect(plain.header('etag')).not.toBe(compressed.header('etag'))
    const tag = compressed.header('etag')!
    expect(form(await ask('/style.css', { ...br, 'If-None-Match': tag }))).toEqual([
      304,
      'br',
      'Accept-Encoding',
    ])
    expect((await ask('/style.css', { 'If-None-Match': tag })).status).toBe(200)
    const part = await ask('/style.css', { ...br, Range: 'bytes=1-3' })
    expect([part.status, part.header('content-encoding')]).toEqual([206, 'br'])
    expect(part.body).toEqual(compressed.body.subarray(1, 4))
    const head = await ask('/style.css', br, 'HEAD')
    expect(head.header('content-length')).toBe(String(compressed.body.length))
  })

  test('a form that holds something else, is a link, or is none of text is not taken', async () => {
    const headers = { 'Accept-Encoding': 'gzip' }
    expect(form(await ask('/old.css', headers))).toEqual([200, undefined, undefined])
    expect(form(await ask('/bomb.css', { 'Accept-Encoding': 'br' }))).toEqual([200, undefined, undefined])
    expect(form(await ask('/linked.css', headers))).toEqual([200, undefined, undefined])
    expect(form(await ask('/photo.png', headers))).toEqual([200, undefined, undefined])
  })

  test('a file that is replaced is served as it is now, and not in the old compressed form', async () => {
    writeFileSync(join(root, 'public/changing.css'), CSS)
    writeFileSync(join(root, 'public/changing.css.gz'), gzipSync(CSS))
    const headers = { 'Accept-Encoding': 'gzip' }
    // A name that is new in the folder is seen within a second.
    await vi.waitFor(
      async () => expect(form(await ask('/changing.css', headers))).toEqual([200, 'gzip', 'Accept-Encoding']),
      30_000,
    )
    writeFileSync(join(root, 'public/changing.css'), 'now')
    const later = new Date(Date.now() + 5000)
    utimesSync(join(root, 'public/changing.css'), later, later)
    await vi.waitFor(async () => {
      const response = await ask('/changing.css', headers)
      expect([...form(response), response.body.toString()]).toEqual([200, undefined, undefined, 'now'])
    }, 30_000)
  })
})
