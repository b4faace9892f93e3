import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import {
  abort,
  Controller,
  createApp,
  defineRoutes,
  Plugin,
  ValidationError,
  type HttpError,
  type RouteBuilder,
} from '../index.ts'

function appIn(environment: string, define: (route: RouteBuilder) => void) {
  vi.stubEnv('NODE_ENV', environment)
  return createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [defineRoutes(define)])
}
afterEach(() => vi.unstubAllEnvs())

const fail = () => {
  throw new Error('the password is hunter2')
}
// Not spelled out: the page shows the source around the failing line.
const secret = ['top', 'secret'].join('')
const asJson = { headers: { accept: 'application/json' } }
const asHtml = {
  headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8', cookie: `session=${secret}` },
}

describe('in production', () => {
  test('a refused form is a page with its messages, escaped, or what the error action makes of them', async () => {
    class Errors extends Controller {
      show({ status, errors }: HttpError) {
        this.status(status)
        return JSON.stringify(errors)
      }
    }
    const refuse = () => {
      throw new ValidationError({ title: ['No <b>.', 'Too short.'], 'items.0': ['Gone.'] })
    }
    const plain = appIn('production', (route) => route.get('/', refuse))
    const page = await plain.fetch('/', asHtml)
    expect([page.status, await page.text()]).toEqual([
      422,
      expect.stringContaining('<ul><li>No &lt;b&gt;.</li><li>Too short.</li><li>Gone.</li></ul>'),
    ])
    const own = appIn('production', (route) => {
      route.get('/own', refuse)
      route.error([Errors, 'show'])
    })
    expect(await (await own.fetch('/own', asHtml)).text()).toBe(
      '{"title":["No <b>.","Too short."],"items.0":["Gone."]}',
    )
  })

  test('an unexpected error leaks nothing, as a page or as JSON', async () => {
    const app = appIn('production', (route) => route.get('/', fail))
    for (const init of [asHtml, asJson]) {
      const response = await app.fetch('/', init)
      expect(response.status).toBe(500)
      expect(await response.text()).not.toMatch(/hunter2|error-pages|at /)
    }
  })

  test('a message below 500 reaches the client, escaped', async () => {
    const app = appIn('production', (route) => route.get('/', () => abort(403, 'No <script> here.')))
    const page = await (await app.fetch('/', asHtml)).text()
    expect(page).toContain('403 Forbidden')
    expect(page).toContain('No &lt;script&gt; here.')
  })

  test('what an error of another library says reaches the client only if it may', async () => {
    const refuse = (fields: object) => () => {
      throw Object.assign(new Error('posts has no row'), fields)
    }
    const app = appIn('production', (route) => {
      route.get('/hidden', refuse({ status: 404, expose: false, code: 'E_ROW_NOT_FOUND' }))
      route.get('/shown', refuse({ status: 404 }))
      route.get('/driver', refuse({ code: '23505' }))
    })
    const problem = async (path: string) => (await app.fetch(path, asJson)).json()
    expect(await problem('/hidden')).toMatchObject({
      status: 404,
      code: 'E_ROW_NOT_FOUND',
      detail: 'Not Found',
    })
    expect(await problem('/shown')).toMatchObject({ status: 404, detail: 'posts has no row' })
    expect(await problem('/driver')).toMatchObject({ status: 500, code: 'E_UNEXPECTED' })
  })

  test('who sends JSON and does not care for the type of the answer gets a problem document', async () => {
    const app = appIn('production', (route) => route.post('/', () => abort(409)))
    const post = (accept: string) =>
      app.fetch('/', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', accept } })
    expect((await post('*/*')).headers.get('content-type')).toBe('application/problem+json')
    expect((await post('text/html')).headers.get('content-type')).toBe('text/html; charset=utf-8')
  })

  test('a problem document follows RFC 9457 and lists refused fields', async () => {
    const app = appIn('production', (route) =>
      route.get('/', () => {
        throw new ValidationError({ title: ['The title is missing.'] })
      }),
    )
    const response = await app.fetch('/', asJson)
    expect([response.status, response.headers.get('content-type')]).toEqual([422, 'application/problem+json'])
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'Unprocessable Entity',
      status: 422,
      code: 'E_VALIDATION_FAILED',
      detail: 'The input is not valid.',
      errors: { title: ['The title is missing.'] },
    })
  })

  test("the app's error controller renders the page with the error's status", async () => {
    class ErrorsController extends Controller {
      show(error: HttpError) {
        return `<h1>Oops ${error.status}</h1>${error.message}`
      }
    }
    const app = appIn('production', (route) => {
      route.error([ErrorsController, 'show'])
      route.get('/', fail)
    })
    const missing = await app.fetch('/nowhere', asHtml)
    expect([missing.status, await missing.text()]).toEqual([
      404,
      '<h1>Oops 404</h1>There is no page at /nowhere.',
    ])
    const broken = await app.fetch('/', asHtml)
    expect([broken.status, await broken.text()]).toEqual([
      500,
      '<h1>Oops 500</h1>Something went wrong on the server.',
    ])
  })

  test('an error controller that fails itself gives way to the plain page', async () => {
    class ErrorsController extends Controller {
      show(): string {
        throw new Error('this too')
      }
    }
    const app = appIn('production', (route) => route.error([ErrorsController, 'show']))
    const response = await app.fetch('/nowhere', asHtml)
    expect([response.status, (await response.text()).includes('404 Not Found')]).toEqual([404, true])
  })
})

test('what was thrown and is no Error reaches plugins, error page and log as one', async () => {
  const seen: unknown[] = []
  class Watch extends Plugin {
    override onError(error: unknown) {
      seen.push(error)
    }
  }
  class ErrorsController extends Controller {
    show({ cause }: HttpError) {
      return cause.message
    }
  }
  vi.stubEnv('NODE_ENV', 'production')
  const app = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
    new Watch(),
    defineRoutes((route) => {
      route.error([ErrorsController, 'show'])
      route.get('/:kind', (request) => {
        throw request.path === '/text' ? 'no paper' : { code: 7 }
      })
    }),
  ])
  expect(await (await app.fetch('/text')).text()).toBe('This was thrown, which is no Error: no paper')
  expect(await (await app.fetch('/object')).text()).toBe('This was thrown, which is no Error: { code: 7 }')
  expect(seen).toEqual([
    expect.objectContaining({ cause: 'no paper' }),
    expect.objectContaining({ cause: { code: 7 } }),
  ])
  expect(seen.every((error) => error instanceof Error)).toBe(true)
})

test('a user can quote the id of a request that failed: in header, page and problem document', async () => {
  const app = appIn('production', (route) => {
    route.get('/', fail)
    route.get('/refused', () => abort(403))
  })
  const page = await app.fetch('/', asHtml)
  const id = page.headers.get('x-request-id')
  expect(id).toMatch(/^[0-9a-z]{6}-[0-9a-z]{3,}$/)
  expect(await page.text()).toContain(`<p>Request <code>${id}</code></p>`)
  const problem = await app.fetch('/', asJson)
  expect(await problem.json()).toMatchObject({ requestId: problem.headers.get('x-request-id') })
  const refused = await app.fetch('/refused', asJson)
  expect([refused.headers.get('x-request-id'), Object.keys((await refused.json()) as object)]).toEqual([
    null,
    ['type', 'title', 'status', 'code', 'detail'],
  ])
})

describe('in development', () => {
  test('the page shows the statement that the database refused, escaped', async () => {
    const app = appIn('development', (route) =>
      route.get('/', () => {
        throw Object.assign(new Error('refused'), { sql: 'select <b> from posts', parameters: ['<i>'] })
      }),
    )
    const page = await (await app.fetch('/', asHtml)).text()
    expect(page).toContain('SQL: select &lt;b&gt; from posts<br>Parameters: [ &#39;&lt;i&gt;&#39; ]')
  })

  test('the page shows the error, the code around it and the request, but no secret', async () => {
    const app = appIn('development', (route) => route.get('/', fail))
    const response = await app.fetch('/', asHtml)
    const page = await response.text()
    expect(response.status).toBe(500)
    expect(page).toContain('hunter2')
    expect(page).toContain('error-pages.test')
    expect(page).not.toContain(secret)
  })

  test("the title is the message, the app's frames come first and those of packages and the framework show on demand", async () => {
    const root = mkdtempSync(join(tmpdir(), 'vanillin-'))
    onTestFinished(() => rmSync(root, { recursive: true, force: true }))
    vi.stubEnv('VANILLIN_ROOT', root)
    mkdirSync(join(root, 'app'))
    writeFileSync(join(root, 'app/posts.ts'), 'export function load() {\n  read()\n}\n')
    const error = new TypeError('No <b> here')
    error.stack = `TypeError: No <b> here
    at parse (${root}/node_modules/pg/lib/parser.js:1:2)
    at load (${root}/app/posts.ts:2:3)
    at runAction (file:///elsewhere/packages/core/dist/dispatch/run-action.js:3:4)`
    const app = appIn('development', (route) =>
      route.get('/', () => {
        throw error
      }),
    )
    const page = await (await app.fetch('/', asHtml)).text()
    expect(page).toContain('<title>No &lt;b&gt; here</title>')
    expect(page).toContain('<h4 id="error-name">TypeError</h4>')
    expect(page).not.toContain('error-title">')
    const frames = [
      ...page.matchAll(/<li class="stack-frame stack-frame-(\w+)( expanded)?">[^]*?title="([^"]+)"/g),
    ]
    expect(frames.map(([, type, expanded, file]) => [type, expanded, file?.replace(`${root}/`, '')])).toEqual(
      [
        ['app', ' expanded', 'app/posts.ts'],
        ['native', undefined, 'node_modules/pg/lib/parser.js'],
        ['native', undefined, '/elsewhere/packages/core/dist/dispatch/run-action.js'],
      ],
    )
  })

  test('JSON clients get the message, the help and the stack', async () => {
    const app = appIn('development', (route) => route.get('/', () => undefined))
    expect(await (await app.fetch('/', asJson)).json()).toMatchObject({
      code: 'E_ACTION_RETURNED_NOTHING',
      help: expect.stringContaining('Return a string'),
      stack: expect.arrayContaining([expect.stringContaining('returned nothing')]),
    })
  })
})

describe('what a client did wrong', () => {
  class Stacks extends Plugin {
    readonly seen: (string | undefined)[] = []
    override onError(error: unknown) {
      this.seen.push((error as Error).stack)
    }
  }
  const framesIn = async (environment: string, path: string) => {
    vi.stubEnv('NODE_ENV', environment)
    const plugin = new Stacks()
    const app = createApp({ app: { name: 'Test', log: { level: 'silent' } } }, [
      plugin,
      defineRoutes((route) => {
        route.get('/', fail)
        route.get('/teapot', () => abort(418))
      }),
    ])
    await app.fetch(path)
    return plugin.seen[0]?.split('\n').length ?? 0
  }

  test('costs no walk over the stack in production, and has its frames in development', async () => {
    expect([await framesIn('production', '/nowhere'), await framesIn('production', '/teapot')]).toEqual([
      1, 1,
    ])
    expect(await framesIn('development', '/nowhere')).toBeGreaterThan(2)
    expect(await framesIn('development', '/teapot')).toBeGreaterThan(2)
  })

  test('leaves the stacks of all other errors as they are', async () => {
    await framesIn('production', '/nowhere')
    expect(await framesIn('production', '/')).toBeGreaterThan(2)
    expect(new Error('any').stack).toContain('\n    at ')
  })
})
