import {
  createApp,
  defineRoutes,
  middleware,
  sessions,
  type Application,
  type HttpRequest,
} from '@vanillin/core'
import type { SessionConfig } from '@vanillin/core'
import { Readable } from 'node:stream'
import { Gate } from './gate.ts'

export const KEY = 'for-tests-only-for-tests-only-for-tests-only'

/** An app with one route for each thing that a session can do. `gate` holds requests of `/slow/*` until it is opened. */
export async function contractApp(session: SessionConfig, gate: Gate = new Gate()): Promise<Application> {
  const text = (request: HttpRequest, name: string): string => request.query.string(name)
  const routes = defineRoutes((route) => {
    route.get('/untouched', () => 'as it was')
    route.get('/values', (request) => request.session.all())
    route.get('/id', (request) => ({ id: request.session.id }))
    route.get('/exists', (request) => ({ exists: request.session.exists }))
    route.get('/set', (request) => {
      request.session.set(text(request, 'name'), text(request, 'value'))
      return null
    })
    route.get('/forget', (request) => {
      request.session.forget(text(request, 'name'))
      return null
    })
    route.get('/pull', (request) => ({ value: request.session.pull(text(request, 'name')) ?? null }))
    route.get('/clear', (request) => {
      request.session.clear()
      request.session.set('after', 'clear')
      return null
    })
    route.get('/nested', (request) => {
      request.session.set('nested', { list: [1, { deep: 'ä€😀' }], date: new Date(0), __proto__: null })
      return null
    })
    route.get('/increment', (request) => ({ sum: request.session.increment('hits') }))
    route.get('/slow/increment', async (request) => {
      const before = request.session.get<number>('hits') ?? 0
      await gate.pass()
      return { before, sum: request.session.increment('hits') }
    })
    route.get('/slow/read-then-write', async (request) => {
      const hits = request.session.get<number>('hits') ?? 0
      await gate.pass()
      request.session.set('hits', hits + 1)
      return null
    })
    route.get('/slow/set', async (request) => {
      void request.session.exists
      await gate.pass()
      request.session.set(text(request, 'name'), text(request, 'value'))
      return null
    })
    route.get('/flash', (request) => {
      request.session.flash('message', text(request, 'value'))
      return null
    })
    route.get('/flashed', (request) => ({ message: request.session.flashed('message') ?? null }))
    route.get('/slow/flashed', async (request) => {
      const message = request.session.flashed('message') ?? null
      await gate.pass()
      return { message }
    })
    route.get('/reflash', (request) => {
      request.session.reflash()
      return null
    })
    route.get('/login', (request) => {
      request.session.regenerate()
      request.session.set('user', 7)
      return { id: request.session.id }
    })
    route.get('/logout', (request) => {
      request.session.invalidate()
      return null
    })
    route.get('/stream', (request) => {
      request.session.set('streamed', true)
      return Readable.from(['first ', 'second'])
    })
    route.get('/fail', (request) => {
      request.session.set('failed', true)
      throw new Error('on purpose')
    })
  })
  const app = createApp({ app: { name: 'test', key: KEY, log: { level: 'silent' } } }, [
    sessions(session),
    middleware((_request, next) => next()),
    routes,
  ])
  await app.boot()
  return app
}
