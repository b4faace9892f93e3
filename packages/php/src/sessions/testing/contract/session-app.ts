import {
  createApp,
  defineRoutes,
  sessions,
  type Application,
  type HttpRequest,
  type SessionConfig,
  type SessionDriver,
} from '@vanillin/core'

/** An app whose sessions are those of PHP, with a route for each thing that one can do with them. */
export async function sessionApp(
  driver: SessionDriver,
  pass: () => Promise<void> = () => Promise.resolve(),
  config: SessionConfig = {},
): Promise<Application> {
  const json = (request: HttpRequest): unknown => JSON.parse(request.query.string('value')) as unknown
  const name = (request: HttpRequest): string => request.query.string('name')
  const routes = defineRoutes((route) => {
    route.get('/untouched', () => 'x')
    route.get('/values', (request) => request.session.all())
    route.get('/id', (request) => ({ id: request.session.id }))
    route.get('/exists', (request) => ({ exists: request.session.exists }))
    route.get('/set', (request) => (request.session.set(name(request), json(request)), { done: true }))
    route.get('/forget', (request) => (request.session.forget(name(request)), { done: true }))
    route.get('/clear', (request) => (request.session.clear(), { done: true }))
    route.get('/increment', (request) => ({ sum: request.session.increment('n') }))
    route.get('/slow', async (request) => {
      const before = request.session.get<number>('n') ?? 0
      await pass()
      request.session.set('n', before + 1)
      return { done: true }
    })
    route.get('/flash', (request) => (request.session.flash(name(request), json(request)), { done: true }))
    route.get('/flashed', (request) => ({ value: request.session.flashed(name(request)) ?? null }))
    route.get('/token', (request) => ({ token: request.session.csrfToken() }))
    route.get('/login', (request) => {
      request.session.regenerate()
      request.session.set('user_id', 7)
      return { id: request.session.id }
    })
    route.get('/logout', (request) => (request.session.invalidate(), { done: true }))
    route.post('/form', () => 'accepted')
  })
  const app = createApp(
    {
      app: { name: 'test', key: 'for-tests-only-for-tests-only-for-tests', log: { level: 'silent' } },
      session: { driver, ...config },
    },
    [sessions(), routes],
  )
  await app.boot()
  return app
}
