import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { createApp, defineRoutes, type Application } from '../index.ts'

let root: string
let app: Application

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'vanillin-public-'))
  mkdirSync(join(root, 'public/.well-known'), { recursive: true })
  mkdirSync(join(root, 'public/v1.2'))
  writeFileSync(join(root, 'public/v1.2/LICENSE'), 'MIT')
  writeFileSync(join(root, 'public/style.css'), 'body { color: red }')
  writeFileSync(join(root, 'public/.well-known/security.txt'), 'Contact: mailto:x@example.com')
  writeFileSync(join(root, 'public/big.bin'), Buffer.alloc(200_000, 7))
  writeFileSync(join(root, 'public/a b.txt'), 'spaced')
  symlinkSync(join(root, 'public/style.css'), join(root, 'public/linked.css'))
  vi.stubEnv('VANILLIN_ROOT', root)
  app = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
    defineRoutes((route) => {
      route.get('/routed.txt', () => 'routed')
      route.fallback('/legacy/*', () => 'legacy')
    }),
  ])
  vi.unstubAllEnvs()
})
afterAll(() => rmSync(root, { recursive: true }))

const get = (path: string, headers: Record<string, string> = {}) => app.fetch(path, { headers })

test('a file is served with its type and validators, and 304 to who has it', async () => {
  const response = await get('/style.css')
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/css; charset=utf-8'])
  expect(await response.text()).toBe('body { color: red }')
  const etag = response.headers.get('etag')!
  expect((await get('/style.css', { 'if-none-match': `"x", ${etag}` })).status).toBe(304)
  expect((await get('/style.css', { 'if-none-match': '"x"' })).status).toBe(200)
  expect(
    (await get('/style.css', { 'if-modified-since': response.headers.get('last-modified')! })).status,
  ).toBe(304)
})

test('large files, names with spaces, links and .well-known', async () => {
  expect((await (await get('/big.bin')).arrayBuffer()).byteLength).toBe(200_000)
  expect(await (await get('/a%20b.txt')).text()).toBe('spaced')
  expect((await get('/linked.css')).status).toBe(200)
  expect((await get('/.well-known/security.txt')).status).toBe(200)
})

test('a file without an extension in a folder with a dot had part of its path as its type', async () => {
  expect((await get('/v1.2/LICENSE')).headers.get('content-type')).toBe('application/octet-stream')
})

test('a route wins over a file, a file over a fallback, and other methods find none', async () => {
  expect(await (await get('/routed.txt')).text()).toBe('routed')
  expect(await (await get('/legacy/x')).text()).toBe('legacy')
  expect((await app.fetch('/style.css', { method: 'POST' })).status).toBe(404)
  expect((await app.fetch('/style.css', { method: 'HEAD' })).status).toBe(200)
})

describe('in production', () => {
  let folder: string
  let production: Application

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'vanillin-public-'))
    mkdirSync(join(folder, 'public'))
    writeFileSync(join(folder, 'public/page.txt'), 'first')
    vi.stubEnv('VANILLIN_ROOT', folder)
    vi.stubEnv('NODE_ENV', 'production')
    production = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [])
    vi.unstubAllEnvs()
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const text = async (): Promise<string> => {
    const response = await production.fetch('/page.txt')
    return response.ok ? response.text() : String(response.status)
  }

  test('a file that is kept in memory is sent again, with 304 and HEAD, and found out to be changed or gone', async () => {
    expect([await text(), await text()]).toEqual(['first', 'first'])
    const { headers } = await production.fetch('/page.txt')
    const known = { 'if-none-match': headers.get('etag')! }
    expect((await production.fetch('/page.txt', { headers: known })).status).toBe(304)
    expect((await production.fetch('/page.txt', { method: 'HEAD' })).headers.get('etag')).toBe(
      headers.get('etag'),
    )

    writeFileSync(join(folder, 'public/page.txt'), 'the second')
    await vi.waitFor(async () => expect(await text()).toBe('the second'), 30_000)
    expect((await production.fetch('/page.txt', { headers: known })).status).toBe(200)

    rmSync(join(folder, 'public/page.txt'))
    await vi.waitFor(async () => expect(await text()).toBe('404'), 30_000)
  })
})

test('16 MB of small files stay in memory in production at most, the least used leave first', async () => {
  const sizeBytes = 60_000
  const names = Array.from({ length: 320 }, (_, index) => `${index}.bin`)
  for (const name of names) writeFileSync(join(root, 'public', name), Buffer.alloc(sizeBytes))
  vi.stubEnv('VANILLIN_ROOT', root)
  vi.stubEnv('NODE_ENV', 'production')
  const production = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [])
  vi.unstubAllEnvs()
  const has = async (name: string): Promise<boolean> => {
    const response = await production.fetch(`/${name}`)
    return response.ok && (await response.arrayBuffer()).byteLength === sizeBytes
  }
  await production.boot()
  // In no time nobody looks again whether a file is still there.
  vi.useFakeTimers({ toFake: ['performance'] })
  onTestFinished(() => void vi.useRealTimers())
  // oxlint-disable no-await-in-loop -- the order is what counts
  for (const name of names) expect(await has(name)).toBe(true)
  for (const name of names) rmSync(join(root, 'public', name))
  const kept: string[] = []
  for (const name of names.toReversed()) if (await has(name)) kept.unshift(name)
  expect(kept).toEqual(names.slice(-kept.length))
  expect(kept.length * sizeBytes).toBeLessThan(16 * 2 ** 20)
  expect(kept.length * sizeBytes).toBeGreaterThan(15 * 2 ** 20)
})
