import type { StandardSchemaV1 } from '@standard-schema/spec'
import { afterEach, expect, test, vi } from 'vitest'
import { Controller, createApp, defineRoutes, middleware } from '../index.ts'

class UnfinishedQuery {
  firstOrFail() {}

  toJSON(): never {
    throw Object.assign(new Error('A query of tags was returned, not its rows.'), {
      code: 'E_QUERY_UNFINISHED',
      status: 500,
      help: 'End the query with .get().',
    })
  }
}

class TagsController extends Controller {
  sometimes() {
    if (this.query.has('q')) return 'found'
    this.status(200)
    return undefined
  }

  async promised() {
    return { tags: Promise.resolve(['a']) } as object
  }

  query1(): object {
    return new UnfinishedQuery()
  }

  query2(): object {
    return { tags: new UnfinishedQuery() }
  }

  query3() {
    return this.view('tags', { tags: new UnfinishedQuery() })
  }

  query4() {
    return this.view('tags', { page: { tags: new UnfinishedQuery() } })
  }

  big() {
    return { id: 7n }
  }
}

const forgetful = middleware(function forgetful(_request, next): unknown {
  void next()
  return undefined
})

const actions = ['sometimes', 'promised', 'query1', 'query2', 'query3', 'query4', 'big'] as const

function appIn(environment: string) {
  vi.stubEnv('NODE_ENV', environment)
  return createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
    defineRoutes((route) => {
      for (const action of actions) route.get(`/${action}`, [TagsController, action])
      route.get('/function', function answerNothing() {})
      route.get('/middleware', () => 'reached').use(forgetful)
    }),
  ])
}
afterEach(() => vi.unstubAllEnvs())

interface Problem {
  readonly code: string
  readonly detail: string
  readonly help: string
  readonly stack: readonly string[]
}

async function problemOf(path: string): Promise<Problem> {
  const response = await appIn('development').fetch(path, { headers: { accept: 'application/json' } })
  return (await response.json()) as Problem
}

test.each([
  ['/sometimes', 'TagsController.sometimes'],
  ['/promised', 'TagsController.promised'],
  ['/query2', 'TagsController.query2'],
  ['/big', 'TagsController.big'],
  ['/function', 'answerNothing'],
  ['/middleware', 'The middleware forgetful'],
])(
  'in development the stack of an error about the answer of %s begins with its function',
  async (path, name) => {
    const { stack } = await problemOf(path)
    expect(stack.find((line) => /^\s+at /.test(line))).toMatch(
      new RegExp(`^ {4}at ${name} \\(.*answers\\.test\\.ts:\\d+:\\d+\\)$`),
    )
  },
)

test('two routes of one name: the stack is that of the second definition', async () => {
  vi.stubEnv('NODE_ENV', 'development')
  const app = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
    defineRoutes(function routesOfTheApp(route) {
      route.get('/a', () => 'a').as('home')
      route.get('/b', () => 'b').as('home')
    }),
  ])
  const error = await app.boot().then(
    () => undefined,
    (failure: unknown) => failure as Error,
  )
  expect(error?.stack).toMatch(/^VanillinError: Two routes are named "home": \/a and \/b\.\n.* at .*/)
  expect(error?.stack).toMatch(/at \S*routesOfTheApp \(.*answers\.test\.ts:\d+:\d+\)/)
})

test('an answer that is missing says that a return is', async () => {
  expect((await problemOf('/sometimes')).detail).toBe(
    'TagsController.sometimes returned nothing: a `return` is missing on the way that it took.',
  )
})

test('a middleware that forgets its return is told to write return next()', async () => {
  expect(await problemOf('/middleware')).toMatchObject({
    detail: 'The middleware forgetful returned nothing: a `return` is missing on the way that it took.',
    help: expect.stringContaining('Write `return next()`'),
  })
})

test.each(['/query1', '/query2'])(
  'an unfinished query in JSON keeps its own code and help: %s',
  async (path) => {
    expect(await problemOf(path)).toMatchObject({
      code: 'E_QUERY_UNFINISHED',
      detail: 'A query of tags was returned, not its rows.',
      help: 'End the query with .get().',
    })
  },
)

test('what JSON cannot express is said once', async () => {
  expect((await problemOf('/big')).detail).toBe(
    'What TagsController.big returned cannot be written as JSON: Do not know how to serialize a BigInt',
  )
})

test.each([
  ['/query3', '`tags` is a query that was not run, in TagsController.query3.'],
  ['/query4', '`page.tags` is a query that was not run, in TagsController.query4.'],
])('an unfinished query among the props of a view is refused as a promise is: %s', async (path, detail) => {
  expect(await problemOf(path)).toMatchObject({
    code: 'E_PROMISE_NOT_AWAITED',
    detail,
    help: 'End the query with .get().',
  })
})

test.each(['development', 'production'])(
  'a form that is not awaited cannot be read, in %s',
  async (environment) => {
    vi.stubEnv('NODE_ENV', environment)
    const seen: string[] = []
    const schema: StandardSchemaV1 = {
      '~standard': { version: 1, vendor: 'test', validate: (value) => ({ value }) },
    }
    class FormsController extends Controller {
      async store() {
        const form = this.form(schema)
        for (const name of ['ok', 'value', 'errors', 'old']) {
          try {
            Reflect.get(form, name)
          } catch (error) {
            seen.push((error as Error).message)
          }
        }
        return (await form).ok
      }
    }
    const app = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
      defineRoutes((route) => route.post('/', [FormsController, 'store'])),
    ])
    expect(await (await app.fetch('/', { method: 'POST' })).json()).toBe(true)
    expect(seen).toEqual(
      ['ok', 'value', 'errors', 'old'].map(
        (name) => `\`${name}\` was read of a promise: write \`await\` before this.form(...).`,
      ),
    )
  },
)
