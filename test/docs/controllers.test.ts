import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import vine from '@vinejs/vine'
import ts from 'typescript'
import * as vanillin from 'vanillin'
import { Controller, createApp, defineRoutes, type Application } from 'vanillin'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { root } from '../../scripts/steps/root.js'

/** The table of posts that the examples speak of. */
const rows = new Map<number, { id: number; title: string }>()
const Post = {
  create({ title }: { title: string }) {
    const post = { id: rows.size + 1, title }
    rows.set(post.id, post)
    return Promise.resolve(post)
  },
  findOrFail: (id: number) => Promise.resolve(rows.get(id) ?? vanillin.abort(404)),
}
const modules: Readonly<Record<string, unknown>> = {
  vanillin,
  '#models/post': { Post },
  '#validators/post-form': { PostForm: vine.create({ title: vine.string().minLength(3) }) },
}

/** What the examples of the guide export, by the name of the class. */
const exported = new Map<string, unknown>(
  [...readFileSync(join(root, 'docs/controllers.md'), 'utf8').matchAll(/^```ts[^\n]*\n(.*?)^```/gms)]
    .map(([, code = '']) => code)
    .filter((code) => code.includes('export '))
    .flatMap((code) =>
      Object.values(runExample(code)).map((made) => [(made as { name: string }).name, made]),
    ),
)

function runExample(code: string): object {
  const { outputText } = ts.transpileModule(code, {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
  })
  const exports = {}
  // oxlint-disable-next-line typescript/no-implied-eval -- it is our own guide
  new Function('require', 'exports', outputText)((name: string) => modules[name], exports)
  return exports
}

type Action = Parameters<Parameters<Parameters<typeof defineRoutes>[0]>[0]['get']>[1]
const action = (controller: string, method: string) =>
  [exported.get(controller) as new () => Controller, method] as unknown as Action

/** One call of each reader in the table of the guide. */
class ReadersController extends Controller {
  read() {
    const { query } = this
    return {
      string: query.string('string', 'none'),
      int: query.int('int', 0),
      number: query.number('number', 0),
      boolean: query.boolean('boolean'),
      oneOf: query.oneOf('oneOf', ['up', 'down'], 'up'),
      date: query.date('date', new Date(0)),
      strings: query.strings('strings'),
      ints: query.ints('ints'),
      array: query.array('array'),
      nested: query.nested('nested').string('city', 'none'),
      has: query.has('int'),
      get: query.get('int') ?? null,
    }
  }
}

let folder: string
let app: Application
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vanillin-controllers-'))
  const views = join(folder, 'app/views')
  for (const name of ['posts', 'errors']) mkdirSync(join(views, name), { recursive: true })
  writeFileSync(join(views, 'posts/show.eta'), '<h1><%= post.title %></h1>')
  writeFileSync(join(views, 'posts/form.eta'), '<%= errors.title %>: <%= old.title %>')
  writeFileSync(join(views, 'errors/show.eta'), '<%= status %> <%= code %> <%= message %>')
  vi.stubEnv('VANILLIN_ROOT', folder)
  app = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
    defineRoutes((route) => {
      route.get('/posts/:id', action('PostsController', 'show')).as('posts.show')
      route.post('/posts', action('PostsController', 'store'))
      route.get('/sold-out', () => {
        const SoldOut = exported.get('SoldOut') as new (message: string) => Error
        throw new SoldOut('No tickets are left.')
      })
      route.get('/read', [ReadersController, 'read'])
      route.error(action('ErrorsController', 'show') as never)
    }),
  ])
  vi.unstubAllEnvs()
})
afterAll(() => rmSync(folder, { recursive: true }))

const html = { accept: 'text/html' }
const json = { accept: 'application/json' }
async function answerTo(path: string, headers: Record<string, string>): Promise<[number, string]> {
  const response = await app.fetch(path, { headers })
  return [response.status, await response.text()]
}

test('the controller of the guide shows, stores and refuses', async () => {
  const post = (title: string) =>
    app.fetch('/posts', { method: 'POST', headers: html, body: new URLSearchParams({ title }) })
  const refused = await post('<b')
  expect([refused.status, await refused.text()]).toEqual([
    422,
    'The title field must have at least 3 characters: &lt;b',
  ])
  const stored = await post('First <post>')
  expect([stored.status, stored.headers.get('location')]).toEqual([302, '/posts/1'])
  expect(await answerTo('/posts/1', html)).toEqual([200, '<h1>First &lt;post&gt;</h1>'])
})

test('its errors have the page of the guide, and JSON the problem document', async () => {
  expect(await answerTo('/posts/seven', html)).toEqual([404, expect.stringMatching(/^404 E_/)])
  expect(await answerTo('/posts/99', html)).toEqual([404, expect.stringMatching(/^404 E_/)])
  expect(await answerTo('/sold-out', html)).toEqual([409, '409 1002 No tickets are left.'])
  const [status, problem] = await answerTo('/sold-out', json)
  expect([status, JSON.parse(problem)]).toEqual([
    409,
    expect.objectContaining({ status: 409, code: '1002', detail: 'No tickets are left.' }),
  ])
})

test('the readers take what the table says, and nothing else', async () => {
  expect(JSON.parse((await answerTo('/read', json))[1])).toEqual({
    string: 'none',
    int: 0,
    number: 0,
    boolean: false,
    oneOf: 'up',
    date: '1970-01-01T00:00:00.000Z',
    strings: [],
    ints: [],
    array: [],
    nested: 'none',
    has: false,
    get: null,
  })
  const sent =
    'string= a &int=-7&number=1.5&boolean=on&oneOf=down&date=2026-02-28T09:30&strings=a&ints[]=1&ints[]=2&array[0][name]=pen&nested[city]=Bern'
  expect(JSON.parse((await answerTo(`/read?${encodeURI(sent)}`, json))[1])).toEqual({
    string: ' a ',
    int: -7,
    number: 1.5,
    boolean: true,
    oneOf: 'down',
    date: '2026-02-28T09:30:00.000Z',
    strings: ['a'],
    ints: [1, 2],
    array: [{ name: 'pen' }],
    nested: 'Bern',
    has: true,
    get: '-7',
  })
  for (const wrong of [
    'int=7.5',
    'number=x',
    'boolean=maybe',
    'oneOf=left',
    'date=2026-02-30',
    'array=a',
    'nested=a',
  ])
    // oxlint-disable-next-line no-await-in-loop -- few
    expect([wrong, (await answerTo(`/read?${wrong}`, json))[0]]).toEqual([wrong, 400])
})
