import { expect, test } from 'vitest'
import { Browser } from '../testing/browser.fixture.ts'
import {
  createApp,
  defineRoutes,
  hours,
  minutes,
  sessions,
  type Application,
  type FoundSession,
  type HttpRequest,
  type SessionChange,
  type SessionConfig,
  type SessionDriver,
  type SessionTerms,
} from '../index.ts'

/** Sessions that another program keeps too: the cookie is the id, read backwards. */
class SharedSessions implements SessionDriver {
  readonly isSynchronous = true
  readonly description = 'the memory of a test'
  readonly maxOldInputBytes = 1_024
  readonly lock = undefined
  readonly terms: SessionTerms = {
    cookieName: 'THEIRS',
    cookieMaxAge: hours(2),
    idleTimeout: minutes(10),
    createId: () => `id-${++this.made}`,
    csrf: {
      field: 'their_token',
      headers: ['x-their-token'],
      tokenFor: (session) => (session.set('token' as never, 'their token' as never), 'their token'),
      isAccepted: (token, { record }) => token === record.data['token'],
      renew: (session) => session.forget('token'),
    },
  }
  readonly seen: string[] = []
  readonly records = new Map<string, FoundSession['record']>()
  made = 0

  open(cookie: string, request: HttpRequest): FoundSession | undefined {
    this.seen.push(`open ${request.path}`)
    const id = reversed(cookie)
    const record = this.records.get(id)
    return record === undefined ? undefined : { id, record }
  }

  create({ id, record }: FoundSession, request: HttpRequest): string {
    this.seen.push(`create ${request.path}`)
    this.records.set(id, record)
    return reversed(id)
  }

  update({ id }: FoundSession, change: SessionChange, request: HttpRequest): string {
    this.seen.push(`update ${request.path}`)
    const record = change(this.records.get(id))
    if (record === undefined) this.records.delete(id)
    else this.records.set(id, record)
    return reversed(id)
  }

  collectGarbage(): void {}
}

function reversed(text: string): string {
  return Array.from(text).toReversed().join('')
}

function appWith(driver: SessionDriver, config: SessionConfig = {}): Application {
  const app = { name: 'test', log: { level: 'silent' as const } }
  return createApp({ app, session: { driver, ...config } }, [
    sessions(),
    defineRoutes((route) => {
      route.get('/set', (request) => (request.session.set('a', 1), { id: request.session.id }))
      route.get('/token', (request) => ({ token: request.session.csrfToken() }))
      route.get('/login', (request) => (request.session.regenerate(), { id: request.session.id }))
      route.post('/form', () => 'accepted')
    }),
  ])
}

test('where another program keeps the sessions too, its terms go before the config', async () => {
  const driver = new SharedSessions()
  const app = appWith(driver, { cookie: { name: 'ours', persistent: true }, absoluteTimeout: minutes(1) })
  const response = await app.fetch('https://localhost/set')
  expect(await response.json()).toEqual({ id: 'id-1' })
  // No prefix, though it is secure.
  expect(response.headers.getSetCookie()).toEqual([
    'THEIRS=1-di; Path=/; Max-Age=7200; Secure; HttpOnly; SameSite=Lax',
  ])
  const { seenAt, expiresAt } = driver.records.get('id-1')!
  expect(expiresAt - seenAt).toBe(minutes(10))
  expect(driver.seen).toEqual(['create /set'])
})

test('its cookie is set again when the driver says so, and a login has an id of its kind', async () => {
  const driver = new SharedSessions()
  const browser = new Browser(appWith(driver))
  await browser.get('/set')
  const again = await browser.get('/set')
  expect(again.headers.getSetCookie()).toEqual(['THEIRS=1-di; Path=/; Max-Age=7200; HttpOnly; SameSite=Lax'])
  await browser.get('/login')
  expect([browser.cookies.get('THEIRS'), [...driver.records.keys()]]).toEqual(['2-di', ['id-2']])
  expect(driver.seen).toEqual([
    'create /set',
    'open /set',
    'update /set',
    'open /login',
    'update /login',
    'create /login',
  ])
})

test('its tokens are those of forms, and go with a login', async () => {
  const driver = new SharedSessions()
  const browser = new Browser(appWith(driver))
  expect(await browser.json('/token')).toEqual({ token: 'their token' })
  expect((await browser.post('/form', { their_token: 'their token' })).status).toBe(200)
  expect((await browser.post('/form', { _token: 'their token' })).status).toBe(403)
  await browser.get('/login')
  expect(driver.records.get('id-2')?.data).toEqual({})
  expect((await browser.post('/form', { their_token: 'their token' })).status).toBe(403)
})
