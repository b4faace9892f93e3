import { describe, expect, test } from 'vitest'
import {
  abort,
  Controller,
  createApp,
  defineRoutes,
  HttpResponse,
  middleware,
  Plugin,
  text,
  token,
  type BootItem,
  type HttpRequest,
  type RouteBuilder,
} from '../index.ts'

const config = { app: { name: 'Test', log: { level: 'silent' as const } } }

function appWith(define: (route: RouteBuilder) => void, ...items: BootItem[]) {
  return createApp(config, [...items, defineRoutes(define)])
}

describe('hooks', () => {
  const calls: string[] = []
  class Recorder extends Plugin {
    readonly #tag: string
    constructor(tag: string) {
      super()
      this.#tag = tag
    }
    #note(hook: string) {
      calls.push(`${this.#tag}${hook}`)
    }
    override routerStartup(request: HttpRequest) {
      this.#note(`routerStartup:${request.match === undefined}`)
    }
    override routerShutdown(request: HttpRequest) {
      this.#note(`routerShutdown:${request.match?.route.name}`)
    }
    override async dispatchLoopStartup() {
      await Promise.resolve()
      this.#note('dispatchLoopStartup')
    }
    override preDispatch() {
      this.#note('preDispatch')
    }
    override postDispatch(_request: HttpRequest, response: HttpResponse) {
      this.#note(`postDispatch:${response.status}`)
      response.headers.set('X-Filtered', 'yes')
    }
    override dispatchLoopShutdown() {
      this.#note('dispatchLoopShutdown')
    }
  }

  test('run in the order of the boot list, phase by phase', async () => {
    calls.length = 0
    const outer = middleware(async (_request, next) => {
      calls.push('middleware in')
      const response = await next()
      calls.push('middleware out')
      return response
    })
    const app = appWith(
      (route) =>
        route
          .get('/', () => {
            calls.push('action')
            return 'hello'
          })
          .as('home'),
      new Recorder('A.'),
      new Recorder('B.'),
      outer,
    )
    const response = await app.fetch('/')
    expect(response.headers.get('x-filtered')).toBe('yes')
    expect(calls).toEqual([
      'A.routerStartup:true',
      'B.routerStartup:true',
      'A.routerShutdown:home',
      'B.routerShutdown:home',
      'A.dispatchLoopStartup',
      'B.dispatchLoopStartup',
      'A.preDispatch',
      'B.preDispatch',
      'middleware in',
      'action',
      'middleware out',
      'A.postDispatch:200',
      'B.postDispatch:200',
      'A.dispatchLoopShutdown',
      'B.dispatchLoopShutdown',
    ])
  })

  test.each(['routerStartup', 'routerShutdown', 'dispatchLoopStartup', 'preDispatch'] as const)(
    '%s ends the request by returning a response, and postDispatch sees it',
    async (hook) => {
      const seen: number[] = []
      class Gate extends Plugin {
        override postDispatch(_request: HttpRequest, response: HttpResponse) {
          seen.push(response.status)
        }
      }
      const gate = new Gate()
      gate[hook] = () => text('stop', { status: 418 })
      const app = appWith((route) => route.get('/', () => abort(500, 'never reached')), gate)
      const response = await app.fetch('/')
      expect([response.status, await response.text(), seen]).toEqual([418, 'stop', [418]])
    },
  )

  test('postDispatch sees error responses, and one that throws is answered once', async () => {
    let filtered = 0
    class Broken extends Plugin {
      override postDispatch() {
        filtered += 1
        throw new Error('the filter broke')
      }
    }
    const app = appWith((route) => route.get('/', () => 'fine'), new Broken())
    expect((await app.fetch('/')).status).toBe(500)
    expect(filtered).toBe(1)
  })

  test('onError may answer in place of the error page', async () => {
    class Apology extends Plugin {
      override onError(error: unknown) {
        return text(`Sorry: ${(error as Error).message}`, { status: 503 })
      }
    }
    const app = appWith((route) => route.get('/', () => Promise.reject(new Error('down'))), new Apology())
    const response = await app.fetch('/')
    expect([response.status, await response.text()]).toEqual([503, 'Sorry: down'])
  })
})

describe('middleware', () => {
  test('global, group and route middleware nest in this order, with arguments', async () => {
    const tag = (name: string) =>
      middleware(async (_request, next) => {
        const response = await next()
        response.headers.append('X-Order', name)
        return response
      })
    const app = appWith(
      (route) =>
        route.group({ middleware: [tag('group')] }, (inner) => {
          inner.get('/', () => 'x').use(tag('first'), tag('second'))
        }),
      tag('global'),
    )
    expect((await app.fetch('/')).headers.get('x-order')).toBe('second, first, group, global')
  })

  test('runs for a path without a route and sees the 404 as a response', async () => {
    const statuses: number[] = []
    const watch = middleware(async (_request, next) => {
      const response = await next()
      statuses.push(response.status)
      return response
    })
    const app = appWith(() => {}, watch)
    expect((await app.fetch('/nowhere')).status).toBe(404)
    expect(statuses).toEqual([404])
  })

  test('a value that `promise.then(next)` hands on is refused as a request', async () => {
    class Apology extends Plugin {
      override onError(error: unknown) {
        return text((error as Error).message, { status: 500 })
      }
    }
    const checked = (value: unknown) =>
      middleware(function checkFirst(_request, next) {
        // oxlint-disable-next-line promise/no-callback-in-promise -- the mistake itself
        return Promise.resolve(value).then(next as () => Promise<HttpResponse>)
      })
    const answerTo = async (value: unknown) => {
      const app = appWith((route) => route.get('/', () => 'x').use(checked(value)), new Apology())
      return (await app.fetch('/')).text()
    }
    expect(await answerTo(true)).toBe(
      'The middleware checkFirst calls next() with a value of type boolean, which is no request: call it without an argument, as in `.then(() => next())`.',
    )
    expect(await answerTo(null)).toContain('calls next() with null')
    expect(await answerTo(undefined)).toBe('x')
  })

  test('a synchronous chain is answered in the same turn', async () => {
    const app = appWith(
      (route) => route.get('/', () => 'now'),
      middleware((_request, next) => next()),
    )
    await app.boot()
    let answered = false
    const { InProcessExchange } = await import('../testing/in-process-exchange.ts')
    const exchange = new InProcessExchange(new Request('http://localhost/'))
    exchange.response.onClose(() => {
      answered = true
    })
    app.handle(exchange.request, exchange.response)
    expect(answered).toBe(true)
  })
})

describe('controllers', () => {
  class NotesController extends Controller {
    note = 'mine'
    show(id: string) {
      return { id, int: this.params.int('id'), note: this.note }
    }
    store() {
      return this.status(201).header('Location', '/notes/1').redirect('/notes/1')
    }
    nothing() {}
    empty() {
      return null
    }
    destroy() {
      return this.status(205).header('X-Gone', 'yes')
    }
    unknown() {
      return this.params.int('nope')
    }
  }
  const app = appWith((route) => {
    route.get('/notes/:id', [NotesController, 'show'])
    route.post('/notes', [NotesController, 'store'])
    // @ts-expect-error it does not compile either
    route.get('/nothing', [NotesController, 'nothing'])
    route.get('/empty', [NotesController, 'empty'])
    route.delete('/notes/:id', [NotesController, 'destroy'])
    route.get('/unknown/:id', [NotesController, 'unknown'])
  })
  const json = { headers: { accept: 'application/json' } }

  test('path parameters arrive typed and as arguments', async () => {
    expect(await (await app.fetch('/notes/7')).json()).toEqual({ id: '7', int: 7, note: 'mine' })
    expect((await app.fetch('/notes/seven')).status).toBe(404)
  })

  test('status() and header() hold for whatever is returned', async () => {
    const response = await app.fetch('/notes', { method: 'POST' })
    expect([response.status, response.headers.get('location')]).toEqual([201, '/notes/1'])
  })

  test('returning status() alone is an answer without a body, and never the controller itself', async () => {
    const response = await app.fetch('/notes/7', { method: 'DELETE' })
    expect([response.status, response.headers.get('x-gone'), await response.text()]).toEqual([205, 'yes', ''])
  })

  test('an action that returns nothing is named in the error', async () => {
    const problem = await (await app.fetch('/nothing', json)).json()
    expect(problem).toMatchObject({ status: 500, code: 'E_ACTION_RETURNED_NOTHING' })
    expect((await app.fetch('/empty')).status).toBe(204)
  })

  test('a parameter that the route does not have is a mistake of the code', async () => {
    expect(await (await app.fetch('/unknown/1', json)).json()).toMatchObject({
      status: 500,
      code: 'E_PARAMETER_UNKNOWN',
    })
  })

  test('cannot be made outside of a request', () => {
    expect(() => new NotesController()).toThrow(/outside of a request/)
  })
})

describe('services', () => {
  const greeter = token<{ greet(): string }>('greeter')

  test('are made once, on first use, and swapped in tests', async () => {
    let made = 0
    const app = appWith((route) => route.get('/', (request) => request.app.use(greeter).greet()), {
      name: 'greeter',
      register: (target) =>
        target.provide(greeter, () => {
          made += 1
          return { greet: () => 'real' }
        }),
    })
    expect([await (await app.fetch('/')).text(), await (await app.fetch('/')).text(), made]).toEqual([
      'real',
      'real',
      1,
    ])
    const restore = app.swap(greeter, { greet: () => 'fake' })
    expect(await (await app.fetch('/')).text()).toBe('fake')
    restore()
    expect(await (await app.fetch('/')).text()).toBe('real')
  })

  test('one that nobody offers is named', () => {
    expect(() => appWith(() => {}).use(greeter)).toThrow(/No provider offers the service greeter/)
  })
})

describe('cross-origin requests that change something', () => {
  const app = createApp({ app: { ...config.app, http: { trustedOrigins: ['https://admin.test'] } } }, [
    defineRoutes((route) => route.post('/', () => 'changed')),
  ])
  test.each([
    [{}, 200],
    [{ 'sec-fetch-site': 'same-origin' }, 200],
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site', origin: 'http://other.localhost' }, 403],
    [{ origin: 'http://evil.test' }, 403],
    [{ origin: 'null' }, 403],
    [{ origin: 'http://localhost' }, 200],
    [{ origin: 'https://admin.test', 'sec-fetch-site': 'cross-site' }, 200],
  ])('%j is answered %i', async (headers, status) => {
    expect((await app.fetch('/', { method: 'POST', headers })).status).toBe(status)
  })
})

test('two users interleaved 10,000 times see nothing of each other', async () => {
  class EchoController extends Controller {
    #mine = ''
    async show(user: string) {
      this.#mine = user
      await new Promise((resolve) => setImmediate(resolve))
      return text(`${this.#mine} ${this.query.string('token')} ${this.request.id}`)
    }
  }
  const app = appWith((route) => route.get('/echo/:user', [EchoController, 'show']))
  const ids = new Set<unknown>()
  await Promise.all(
    Array.from({ length: 10_000 }, async (_, index) => {
      const user = index % 2 === 0 ? 'ada' : 'bob'
      const [seen, tokenSeen, id] = (await (await app.fetch(`/echo/${user}?token=${index}`)).text()).split(
        ' ',
      )
      expect([seen, tokenSeen]).toEqual([user, String(index)])
      ids.add(id)
    }),
  )
  expect(ids.size).toBe(10_000)
})

test('a provider that fails stops the boot; those before it shut down', async () => {
  const events: string[] = []
  const app = appWith(
    () => {},
    { name: 'one', boot: () => void events.push('one up'), shutdown: () => void events.push('one down') },
    {
      name: 'two',
      boot: () => {
        throw new Error('no disk')
      },
      shutdown: () => void events.push('two down'),
    },
  )
  await expect(app.boot()).rejects.toThrow('no disk')
  await app.shutdown()
  expect(events).toEqual(['one up', 'one down'])
})

test('a shutdown in the middle of the boot leaves nothing that runs', async () => {
  const events: string[] = []
  let connected = (): void => {}
  const app = appWith(
    () => {},
    {
      name: 'slow',
      boot: () => new Promise<void>((resolve) => (connected = resolve)),
      shutdown: () => void events.push('slow down'),
    },
    { name: 'next', boot: () => void events.push('next up'), shutdown: () => void events.push('next down') },
  )
  const booting = app.boot()
  const stopping = app.shutdown()
  connected()
  await Promise.all([booting, stopping])
  expect(events).toEqual(['next up', 'next down', 'slow down'])
})

test('what was shut down does not boot any more', async () => {
  const events: string[] = []
  const app = appWith(() => {}, { name: 'one', boot: () => void events.push('one up') })
  await app.shutdown()
  await expect(app.listen({ port: 0 })).rejects.toMatchObject({ code: 'E_APP_STOPPING' })
  expect(events).toEqual([])
})
