import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as vine from '@vinejs/vine'
import ts from 'typescript'
import * as vanillin from 'vanillin'
import { createApp, defineRoutes, html, type Controller } from 'vanillin'
import { TestApp } from 'vanillin/testing'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { root } from '../../scripts/steps/root.js'

const guide = readFileSync(join(root, 'docs/uploads.md'), 'utf8')

/** The table of photos that the examples speak of. */
const rows = new Map<number, string>()
let isFull = false
const Photo = {
  create({ path }: { path: string }): Promise<void> {
    if (isFull) return Promise.reject(new Error('The table is full.'))
    rows.set(7, path)
    return Promise.resolve()
  },
  findOrFail(id: number) {
    const path = rows.get(id)
    if (path === undefined) return vanillin.abort(404)
    return Promise.resolve({ path, delete: () => Promise.resolve(rows.delete(id)) })
  },
}

/** What the examples export, by name; what is exported as default by the name of its class. */
const exported = new Map<string, unknown>(
  [...guide.matchAll(/^```ts\n(.*?)^```/gms)].flatMap(([, code = '']) =>
    Object.entries(runExample(code)).map(([name, value]) => [
      name === 'default' && typeof value === 'function' ? value.name : name,
      value,
    ]),
  ),
)

function runExample(code: string): Record<string, unknown> {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: {
      module: ts.ModuleKind.CommonJS,
      target: ts.ScriptTarget.ES2022,
      esModuleInterop: true,
    },
  })
  const exports = {}
  const modules: Readonly<Record<string, unknown>> = { vanillin, '@vinejs/vine': vine }
  // oxlint-disable-next-line typescript/no-implied-eval -- it is our own guide
  new Function('require', 'exports', 'Photo', outputText)((name: string) => modules[name], exports, Photo)
  return exports
}

type Action = Parameters<Parameters<Parameters<typeof defineRoutes>[0]>[0]['get']>[1]
const action = (method: string) =>
  [exported.get('PhotosController') as new () => Controller, method] as unknown as Action

const application = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
  defineRoutes((route) => {
    route.get('/', () =>
      html(
        '<form action="/photos" method="post" enctype="multipart/form-data"><input type="file" name="photo">',
      ),
    )
    route.get('/photos', () => html('<h1>Photos</h1>')).as('photos.index')
    route.post('/photos', action('store'))
    route.get('/photos/:id', action('show'))
    route.delete('/photos/:id', action('destroy'))
  }),
])
const app = new TestApp(application, { onError: 'page' })
beforeAll(() => application.boot())
afterAll(() => app.close())
beforeEach(() => rows.clear())

const file = new File(['words'], 'a.txt')
const send = async () => (await app.visit('/')).submit('form', { photo: file })

test('a photo is kept, shown and removed', async () => {
  expect((await send()).path).toBe('/photos')
  expect(rows.get(7)).toMatch(/^photos\/[0-9a-f]{32}\.txt$/)
  expect((await app.get('/photos/7')).body).toBe('words')
  const kept = join(application.storage.folder, rows.get(7) ?? '')
  expect(existsSync(kept)).toBe(true)
  await app.delete('/photos/7')
  expect(existsSync(kept)).toBe(false)
})

test('without its row no file is kept', async () => {
  isFull = true
  const folder = join(application.storage.folder, 'photos')
  expect((await send()).status).toBe(500)
  expect(readdirSync(folder)).toEqual([])
  isFull = false
})
