import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { hours, type Application } from '@vanillin/core'
import type { SessionFormat } from '../codec/formats/session-format.ts'
import { PhpSessions } from '../sessions/php-sessions.ts'
import { plainCookie } from '../sessions/session-cookie.ts'
import { SessionView } from '../sessions/session-view.ts'
import { SessionShape } from '../sessions/shape/session-shape.ts'
import { MemoryPhpStore } from '../sessions/testing/contract/memory-php-store.ts'
import { sessionApp } from '../sessions/testing/contract/session-app.ts'
import { Visitor } from '../sessions/testing/contract/visitor.ts'
import { LaravelConvention } from './laravel-convention.ts'
import { LaravelCsrf } from './laravel-csrf.ts'
import { LaravelEncrypter } from './laravel-encrypter.ts'
import { encrypted, laravelFormat, serializedTwice } from './laravel-format.ts'
import { laravelSession } from './laravel-session.ts'
import { laravelLocks } from './locks/laravel-locks.ts'

const KEY = `base64:${Buffer.alloc(32, 7).toString('base64')}`
const ID = 'a'.repeat(40)
const TOKEN = 'tokentokentokentokentokentokentokentoken'
const apps: Application[] = []
afterEach(async () => {
  for (const app of apps.splice(0)) await app.shutdown() // oxlint-disable-line no-await-in-loop -- one after the other
})

async function visit(
  text: string,
  format: SessionFormat = laravelFormat('php'),
  serialization: 'php' | 'json' = 'php',
): Promise<[Visitor, MemoryPhpStore]> {
  const store = new MemoryPhpStore()
  if (text !== '') store.sessions.set(ID, text)
  const csrf = new LaravelCsrf(new LaravelEncrypter({ key: KEY }))
  const driver = new PhpSessions({
    store,
    format,
    view: new SessionView(new LaravelConvention(serialization), new SessionShape()),
    cookie: plainCookie('laravel_session'),
    ids: { create: () => 'b'.repeat(40), isValid: () => true },
    terms: { idleTimeout: hours(2), csrf },
    onWrite: (values, request) => csrf.sendCookie(values, request),
  })
  const app = await sessionApp(driver)
  apps.push(app)
  return [new Visitor(app, { laravel_session: ID }), store]
}

const token = `s:6:"_token";s:40:"${TOKEN}";`
const noFlash = 's:6:"_flash";a:2:{s:3:"old";a:0:{}s:3:"new";a:0:{}}'

test('whenever the session is written the cookie that axios reads has its token, also behind a login', async () => {
  const [visitor] = await visit(`a:2:{${token}${noFlash}}`)
  const encrypter = new LaravelEncrypter({ key: KEY })
  const sent = () => encrypter.decryptCookie('XSRF-TOKEN', visitor.cookies.get('XSRF-TOKEN') ?? '')
  await visitor.json('/values')
  expect(sent()).toBeUndefined()
  await visitor.set('n', 1)
  expect(sent()).toBe(TOKEN)
  await visitor.json('/login')
  expect(sent()).toMatch(/^[A-Za-z0-9]{40}$/)
  expect(sent()).not.toBe(TOKEN)
  const { token: inForms } = (await visitor.json('/token')) as { token: string }
  expect(sent()).toBe(inForms)
})

describe('flash', () => {
  test('what Laravel has flashed is a message of the next request, once', async () => {
    const marks = 's:6:"_flash";a:2:{s:3:"old";a:1:{i:0;s:2:"ok";}s:3:"new";a:0:{}}'
    const [visitor, store] = await visit(`a:3:{${token}s:2:"ok";s:2:"hi";${marks}}`)
    expect(await visitor.json('/flashed?name=ok')).toEqual({ value: 'hi' })
    expect(store.only).toBe(`a:2:{${token}${noFlash}}`)
    expect(await visitor.json('/flashed?name=ok')).toEqual({ value: null })
  })

  test('what is flashed here is there for the next request of Laravel', async () => {
    const [visitor, store] = await visit(`a:2:{${token}${noFlash}}`)
    await visitor.json('/flash?name=ok&value=%22hi%22')
    expect(store.only).toBe(
      `a:3:{${token}s:6:"_flash";a:2:{s:3:"old";a:1:{i:0;s:2:"ok";}s:3:"new";a:0:{}}s:2:"ok";s:2:"hi";}`,
    )
  })

  test('old input and errors of a form are read and written by the names of Laravel', async () => {
    const [visitor, store] = await visit(`a:2:{${token}${noFlash}}`)
    await visitor.json(`/flash?name=_old&value=${encodeURIComponent('{"title":"x"}')}`)
    expect(store.only).toContain('s:10:"_old_input";a:1:{s:5:"title";s:1:"x";}')
    expect(await visitor.json('/flashed?name=_old')).toEqual({ value: { title: 'x' } })

    await visitor.json(`/flash?name=_errors&value=${encodeURIComponent('{"title":["Missing."]}')}`)
    expect(store.only).toContain(
      's:6:"errors";O:31:"Illuminate\\Support\\ViewErrorBag":1:{s:7:"\0*\0bags";a:1:{s:7:"default";O:29:"Illuminate\\Support\\MessageBag":2:{s:11:"\0*\0messages";a:1:{s:5:"title";a:1:{i:0;s:8:"Missing.";}}s:9:"\0*\0format";s:8:":message";}}}',
    )
    expect(await visitor.json('/flashed?name=_errors')).toEqual({ value: { title: ['Missing.'] } })
  })

  test('errors in JSON', async () => {
    const [visitor, store] = await visit(`{"_token":"${TOKEN}"}`, laravelFormat('json'), 'json')
    await visitor.json(`/flash?name=_errors&value=${encodeURIComponent('{"title":["Missing."]}')}`)
    expect(JSON.parse(store.only)).toEqual({
      _token: TOKEN,
      _flash: { old: ['errors'], new: [] },
      errors: { default: { format: ':message', messages: { title: ['Missing.'] } } },
    })
    expect(await visitor.json('/flashed?name=_errors')).toEqual({ value: { title: ['Missing.'] } })
  })
})

describe('formats', () => {
  test('serialized twice, as in the cache', async () => {
    const inner = `a:2:{${token}${noFlash}}`
    const [visitor, store] = await visit(
      `s:${inner.length}:"${inner}";`,
      serializedTwice(laravelFormat('php')),
    )
    await visitor.set('n', 1)
    const changed = `a:3:{${token}${noFlash}s:1:"n";i:1;}`
    expect(store.only).toBe(`s:${changed.length}:"${changed}";`)
  })

  test('encrypted', async () => {
    const encrypter = new LaravelEncrypter({ key: KEY })
    const inner = `a:2:{${token}${noFlash}}`
    const [visitor, store] = await visit(
      encrypter.encryptString(`s:${inner.length}:"${inner}";`),
      encrypted(laravelFormat('php'), encrypter),
    )
    await visitor.set('n', 1)
    expect(encrypter.decryptString(store.only)).toContain('s:1:"n";i:1;')
    store.sessions.set(ID, 'what nobody has encrypted')
    expect(await visitor.json('/values')).toEqual({})
  })
})

describe('tokens', () => {
  test('of the session, from a field, a header, or the encrypted cookie that axios sends back', async () => {
    const encrypter = new LaravelEncrypter({ key: KEY })
    const [visitor] = await visit(`a:2:{${token}${noFlash}}`)
    expect((await visitor.post('/form', { _token: TOKEN })).status).toBe(200)
    expect((await visitor.post('/form', {}, { 'x-csrf-token': TOKEN })).status).toBe(200)
    const cookie = encrypter.encryptCookie('XSRF-TOKEN', TOKEN)
    expect((await visitor.post('/form', {}, { 'x-xsrf-token': cookie })).status).toBe(200)
    for (const wrong of [encrypter.encryptCookie('other', TOKEN), encrypter.encryptString(TOKEN), 'x', ''])
      expect((await visitor.post('/form', {}, { 'x-xsrf-token': wrong })).status).toBe(403)
  })

  test('a login has another one', async () => {
    const [visitor, store] = await visit(`a:2:{${token}${noFlash}}`)
    await visitor.json('/login')
    expect(store.only).toMatch(/s:6:"_token";s:40:"[A-Za-z0-9]{40}";/)
    expect(store.only).not.toContain(TOKEN)
  })
})

test('the session in a cookie of its own', async () => {
  const encrypter = new LaravelEncrypter({ key: KEY })
  const app = await sessionApp(laravelSession({ key: KEY, store: { in: 'cookie' } }))
  apps.push(app)
  const visitor = new Visitor(app)
  await visitor.set('n', 1)
  const id = encrypter.decryptCookie('laravel_session', visitor.cookies.get('laravel_session')!)!
  expect(id).toMatch(/^[A-Za-z0-9]{40}$/)
  const kept = JSON.parse(encrypter.decryptCookie(id, visitor.cookies.get(id)!)!) as {
    data: string
    expires: number
  }
  expect(kept.data).toMatch(/^a:3:\{s:1:"n";i:1;s:6:"_token";/)
  expect(Math.abs(kept.expires - Date.now() / 1_000 - 7_200)).toBeLessThan(60)
  expect(await visitor.json('/values')).toMatchObject({ n: 1 })
  // A cookie of another name is not the session.
  visitor.cookies.set(id, encrypter.encryptCookie('other', JSON.stringify(kept)))
  expect(await visitor.json('/exists')).toEqual({ exists: false })
  visitor.cookies.set(id, encrypter.encryptCookie(id, JSON.stringify({ ...kept, expires: 1 })))
  expect(await visitor.json('/exists')).toEqual({ exists: false })
})

test('`lock: true` is for those who take the lock of block(): Laravel holds none for the time of a request', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'vanillin-laravel-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const store = { in: 'files', folder } as const
  const block = laravelLocks(store)
  await expect(
    sessionApp(laravelSession({ key: KEY, store }), undefined, { lock: true }),
  ).rejects.toMatchObject({
    code: 'E_CONFIG_INVALID',
  })
  apps.push(await sessionApp(laravelSession({ key: KEY, store, block }), undefined, { lock: true }))
})

test('a key of the wrong length stops the boot', () => {
  expect(() => laravelSession({ key: 'base64:c2hvcnQ=', store: { in: 'cookie' } })).toThrow(
    expect.objectContaining({ code: 'E_APP_KEY', message: expect.stringContaining('5 bytes') }) as Error,
  )
})
