import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Controller, createApp, defineRoutes, type Application } from '../index.ts'
import { GIF, MULTIPART, PNG, toBody, upload } from '../http/multipart/multipart-form.fixture.ts'

const base = mkdtempSync(join(tmpdir(), 'vanillin-storage-test-'))
afterAll(() => rmSync(base, { recursive: true }))

class PhotosController extends Controller {
  async store() {
    return { path: await this.files.get('photo').store(this.query.string('in', 'photos')) }
  }
  show() {
    return this.sendFile(this.query.string('path'))
  }
  async destroy() {
    await this.app.storage.remove(this.query.string('path'))
    return null
  }
}

let root: string
let storage: string
let app: Application
beforeEach(() => {
  root = mkdtempSync(join(base, 'app-'))
  storage = join(root, 'storage')
  app = appWith({})
})
afterEach(() => app.shutdown())

function appWith(config: { readonly storage?: string }): Application {
  vi.stubEnv('VANILLIN_ROOT', root)
  const made = createApp({ app: { name: 'Test', log: { level: 'silent' }, ...config } }, [
    defineRoutes((route) => {
      route.post('/photos', [PhotosController, 'store'])
      route.get('/photos', [PhotosController, 'show'])
      route.delete('/photos', [PhotosController, 'destroy'])
    }),
  ])
  vi.unstubAllEnvs()
  return made
}

async function store(name: string, content: Uint8Array, folder?: string): Promise<Record<string, unknown>> {
  const query = folder === undefined ? '' : `?in=${encodeURIComponent(folder)}`
  const response = await app.fetch(`/photos${query}`, {
    method: 'POST',
    body: new Uint8Array(toBody(upload('photo', name, content))),
    headers: { 'content-type': MULTIPART, accept: 'application/json' },
  })
  return (await response.json()) as Record<string, unknown>
}
const at = (path: unknown): string => `/photos?path=${encodeURIComponent(String(path))}`
const remove = (path: unknown): Promise<Response> =>
  app.fetch(at(path), { method: 'DELETE', headers: { accept: 'application/json' } })

test('what was stored is shown and removed by its path, and nobody else on the machine may read it', async () => {
  const { path } = await store('holiday.php', PNG)
  expect(path).toMatch(/^photos\/[0-9a-f]{32}\.png$/)
  expect(readFileSync(join(storage, path as string))).toEqual(PNG)
  expect(statSync(join(storage, path as string)).mode & 0o777).toBe(0o600)
  expect(statSync(storage).mode & 0o777).toBe(0o700)

  const shown = await app.fetch(at(path))
  expect([shown.headers.get('content-type'), Buffer.from(await shown.arrayBuffer())]).toEqual([
    'image/png',
    PNG,
  ])
  expect((await remove(path)).status).toBe(204)
  expect(readdirSync(join(storage, 'photos'))).toEqual([])
  expect((await app.fetch(at(path))).status).toBe(404)
})

test('two files of one name lie beside each other', async () => {
  const first = await store('a.gif', GIF, 'photos/2026')
  const second = await store('a.gif', GIF, 'photos/2026')
  expect(readdirSync(join(storage, 'photos/2026'))).toHaveLength(2)
  expect(first['path']).not.toBe(second['path'])
})

test('the folder is that of config/app.ts', async () => {
  await app.shutdown()
  app = appWith({ storage: join(base, 'elsewhere') })
  const { path } = await store('a.png', PNG)
  expect(existsSync(join(base, 'elsewhere', path as string))).toBe(true)
  expect(existsSync(storage)).toBe(false)
})

test('a file that is not there is none to remove', async () => {
  for (const path of ['photos/a.png', 'a.png', 'a/b/c.png']) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    expect((await remove(path)).status, path).toBe(204)
  }
})

test.each(['..', '../out', 'a/../../out', '/out', 'a//b', '', '.', 'a\\..\\b', 'a\0b'])(
  'nothing is stored or removed outside of the storage: %j',
  async (path) => {
    writeFileSync(join(root, 'out'), 'mine')
    const refusal = { status: 500, code: 'E_STORAGE_PATH' }
    expect(await store('a.png', PNG, path)).toMatchObject(refusal)
    expect(await (await remove(path)).json()).toMatchObject(refusal)
    expect(readFileSync(join(root, 'out'), 'utf8')).toBe('mine')
  },
)

test('a link leads out of it as little', async () => {
  const outside = join(root, 'outside')
  mkdirSync(outside)
  writeFileSync(join(outside, 'a.png'), PNG)
  mkdirSync(join(storage, 'inside'), { recursive: true })
  symlinkSync(outside, join(storage, 'out'))
  symlinkSync(join(storage, 'inside'), join(storage, 'in'))
  const refusal = { status: 500, code: 'E_STORAGE_PATH' }
  expect(await store('a.png', PNG, 'out')).toMatchObject(refusal)
  expect(await store('a.png', PNG, 'out/deeper')).toMatchObject(refusal)
  expect(await (await remove('out/a.png')).json()).toMatchObject(refusal)
  expect(readdirSync(outside)).toEqual(['a.png'])

  const { path } = await store('a.png', PNG, 'in')
  expect(readdirSync(join(storage, 'inside'))).toHaveLength(1)
  expect((await remove(path)).status).toBe(204)
  expect(readdirSync(join(storage, 'inside'))).toEqual([])
})

test('a link is removed itself, not what it leads to', async () => {
  mkdirSync(storage)
  writeFileSync(join(root, 'mine'), 'mine')
  symlinkSync(join(root, 'mine'), join(storage, 'link'))
  expect((await remove('link')).status).toBe(204)
  expect([existsSync(join(root, 'mine')), readdirSync(storage)]).toEqual([true, []])
})
