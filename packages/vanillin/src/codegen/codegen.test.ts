import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createFixtureApp } from '../testing/temporary-app.fixture.ts'
import { vanillin } from '../testing/run-node.fixture.ts'

const model = (name: string, table: string): string =>
  `import { Model } from 'vanillin/database'\nexport ${name} extends Model('${table}') {}\n`

describe('vanillin codegen', () => {
  test('writes routes, views, config and models without running the app, and touches nothing twice', async () => {
    const { root } = createFixtureApp({
      'bootstrap.ts': "throw new Error('booted')",
      'app/models/blog/post.ts': model('class Post', 'posts'),
      'app/models/blog/comment.ts': model('default class Comment', 'comments'),
      'app/models/draft.ts': model('class Draft', 'posts'),
      'app/models/tag.ts': "export class Tag extends Model('tags', {\n  casts: {},\n}) {}\n",
      'app/models/broken.ts': "throw new Error('it was run')\n",
    })
    const first = await vanillin(['codegen'], { cwd: root })
    expect(first.errors).toBe('')
    expect(first.exitCode).toBe(0)
    const read = (path: string): string => readFileSync(join(root, '.vanillin/types', path), 'utf8')
    expect(read('routes.d.ts')).toContain('"home": {}')
    expect(read('routes.d.ts')).toContain('"posts.show": { "id": number | bigint | `${number}` }')
    expect(read('config.d.ts')).toContain(`"app": typeof import('../../config/app.ts').default`)
    expect(read('views.d.ts')).toContain('"layouts/main"')

    const models = read('models.d.ts')
    expect(models).toContain(`"comments": typeof import('../../app/models/blog/comment.ts').default\n`)
    expect(models).toContain(
      `"posts": typeof import('../../app/models/blog/post.ts').Post & typeof import('../../app/models/draft.ts').Draft\n`,
    )
    expect(models).toContain(`"tags": typeof import('../../app/models/tag.ts').Tag\n`)
    expect(models).not.toContain('broken')

    const before = statSync(join(root, '.vanillin/types/routes.d.ts')).mtimeMs
    const second = await vanillin(['codegen'], { cwd: root })
    expect(second.output).toContain('up to date')
    expect(statSync(join(root, '.vanillin/types/routes.d.ts')).mtimeMs).toBe(before)
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

test('vanillin routes lists what routes.ts defines, middleware by its function, its factory or its file', async () => {
  const { root } = createFixtureApp({
    'app/middleware/no-store.ts': `import { middleware } from 'vanillin'
export const noStore = middleware(async (_request, next) => next())
`,
    'routes.ts': `import { defineRoutes, middleware } from 'vanillin'
import HomeController from '#controllers/home'
import { noStore } from '#middleware/no-store'

const named = middleware(function auth(_request, next) {
  return next()
})
const requireHeader = (_name: string) => middleware((_request, next) => next())

export default defineRoutes((route) => {
  route.get('/', () => 'x').use(named).use(requireHeader('x')).use(noStore)
  route.get('/posts/:id', [HomeController, 'show']).as('posts.show')
})`,
  })
  const { output } = await vanillin(['routes'], { cwd: root })
  expect(output).toMatch(/auth, requireHeader, no-store$/m)
  expect(output).toContain('GET  /posts/:id  HomeController.show  posts.show')
  const json = JSON.parse((await vanillin(['routes', 'posts', '--json'], { cwd: root })).output) as {
    path: string
  }[]
  expect(json.map(({ path }) => path)).toEqual(['/posts/:id'])
})
