import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createFixtureApp } from '../testing/temporary-app.fixture.ts'
import { vanillin } from '../testing/run-node.fixture.ts'

describe('vanillin codegen', () => {
  test('writes routes with their parameters, views and config, and touches nothing twice', async () => {
    const { root } = createFixtureApp()
    const first = await vanillin(['codegen'], { cwd: root })
    expect(first.exitCode).toBe(0)
    const read = (path: string): string => readFileSync(join(root, '.vanillin/types', path), 'utf8')
    expect(read('routes.d.ts')).toContain('"home": {}')
    expect(read('routes.d.ts')).toContain('"posts.show": { "id": number | bigint | `${number}` }')
    expect(read('config.d.ts')).toContain(`"app": typeof import('../../config/app.ts').default`)
    expect(read('views.d.ts')).toContain('"layouts/main"')

    const before = statSync(join(root, '.vanillin/types/routes.d.ts')).mtimeMs
    const second = await vanillin(['codegen'], { cwd: root })
    expect(second.output).toContain('up to date')
    expect(statSync(join(root, '.vanillin/types/routes.d.ts')).mtimeMs).toBe(before)
  })

  test('needs no database: bootstrap.ts is not run', async () => {
    const { root } = createFixtureApp({ 'bootstrap.ts': "throw new Error('booted')" })
    expect((await vanillin(['codegen'], { cwd: root })).exitCode).toBe(0)
  })

  test('finds the model of each table, in folders too, without running them', async () => {
    const model = (name: string, table: string): string =>
      `import { Model } from 'vanillin/database'\nexport ${name} extends Model('${table}') {}\n`
    const { root } = createFixtureApp({
      'app/models/post.ts': model('class Post', 'posts'),
      'app/models/blog/comment.ts': model('default class Comment', 'comments'),
      'app/models/draft.ts': model('class Draft', 'posts'),
      'app/models/tag.ts': "export class Tag extends Model('tags', {\n  casts: {},\n}) {}\n",
      'app/models/broken.ts': "throw new Error('it was run')\n",
    })
    expect((await vanillin(['codegen'], { cwd: root })).exitCode).toBe(0)
    const text = readFileSync(join(root, '.vanillin/types/models.d.ts'), 'utf8')
    expect(text).toContain(`"comments": typeof import('../../app/models/blog/comment.ts').default\n`)
    expect(text).toContain(
      `"posts": typeof import('../../app/models/draft.ts').Draft & typeof import('../../app/models/post.ts').Post\n`,
    )
    expect(text).toContain(`"tags": typeof import('../../app/models/tag.ts').Tag\n`)
    expect(text).not.toContain('broken')
  })

  test('two routes with one name are refused', async () => {
    const { root } = createFixtureApp({
      'routes.ts': `import { defineRoutes } from 'vanillin'
export default defineRoutes((route) => {
  route.get('/a', () => 'a').as('same')
  route.get('/b', () => 'b').as('same')
})`,
    })
    const { exitCode, errors } = await vanillin(['codegen'], { cwd: root })
    expect(exitCode).toBe(1)
    expect(errors).toContain('Two routes are named "same": /a and /b.')
    expect(errors).not.toContain('    at ')
  })
})

describe('vanillin check', () => {
  test('names file, line and column in code and in the bodies of views', async () => {
    const { root, write } = createFixtureApp()
    write('app/views/home.eta', '<%\n  type Props = { title: string }\n%>\n<h1><%= titel %></h1>\n')
    write('app/services/links.ts', "export const count: number = 'one'\n")
    const { exitCode, output, errors } = await vanillin(['check'], { cwd: root })
    expect(exitCode).toBe(1)
    expect(output).toMatch(/^app\/views\/home\.eta:4:9 .*titel/m)
    expect(output).toMatch(/^app\/services\/links\.ts:1:14 Type 'string' is not assignable/m)
    expect(errors).toContain('2 errors.')
  })

  test('a wrong view name and a wrong prop do not compile', async () => {
    const { root, write } = createFixtureApp()
    write(
      'app/controllers/home.ts',
      `import { Controller } from 'vanillin'
export default class HomeController extends Controller {
  index() { return this.view('hom', { title: 'x' }) }
  process() { return this.view('home', { titel: 'x' }) }
  show() { return this.redirectTo('posts.shw', { id: 1 }) }
}
`,
    )
    const { output } = await vanillin(['check'], { cwd: root })
    for (const line of [3, 4, 5])
      expect(output).toMatch(new RegExp(`^app/controllers/home\\.ts:${line}:`, 'm'))
    expect(output).toMatch(/home\.ts:3:.*Did you mean 'home'\?/)
    expect(output).toMatch(/home\.ts:5:.*Did you mean 'posts\.show'\?/)
  })
})

test('vanillin routes lists what routes.ts defines', async () => {
  const { root } = createFixtureApp()
  const { output } = await vanillin(['routes'], { cwd: root })
  expect(output).toContain('GET  /posts/:id  HomeController.show     posts.show')
  const json = JSON.parse((await vanillin(['routes', 'posts', '--json'], { cwd: root })).output) as {
    path: string
  }[]
  expect(json.map(({ path }) => path)).toEqual(['/posts/:id'])
})

test('vanillin routes names middleware by its function, its factory or its file', async () => {
  const { root } = createFixtureApp({
    'app/middleware/no-store.ts': `import { middleware } from 'vanillin'
export const noStore = middleware(async (_request, next) => next())
`,
    'routes.ts': `import { defineRoutes, middleware } from 'vanillin'
import { noStore } from '#middleware/no-store'

const named = middleware(function auth(_request, next) {
  return next()
})
const requireHeader = (_name: string) => middleware((_request, next) => next())

export default defineRoutes((route) => {
  route.get('/', () => 'x').use(named).use(requireHeader('x')).use(noStore)
})`,
  })
  const { output } = await vanillin(['routes'], { cwd: root })
  expect(output).toMatch(/auth, requireHeader, no-store$/m)
})
