import { afterEach, describe, expect, test } from 'vitest'
import { hours, type Application } from '@vanillin/core'
import { phpFormat } from '../codec/formats/php-format.ts'
import { PhpSessions } from '../sessions/php-sessions.ts'
import { plainCookie } from '../sessions/session-cookie.ts'
import { phpSessionIds } from '../sessions/session-id-rules.ts'
import { SessionView } from '../sessions/session-view.ts'
import { SessionShape } from '../sessions/shape/session-shape.ts'
import { MemoryPhpStore } from '../sessions/testing/contract/memory-php-store.ts'
import { sessionApp } from '../sessions/testing/contract/session-app.ts'
import { Visitor } from '../sessions/testing/contract/visitor.ts'
import { codeIgniterConvention } from './codeigniter-convention.ts'
import { CodeIgniterCsrf, type CodeIgniterCsrfOptions } from './codeigniter-csrf.ts'

const ID = 'a'.repeat(40)
const apps: Application[] = []
afterEach(async () => {
  for (const app of apps.splice(0)) await app.shutdown() // oxlint-disable-line no-await-in-loop -- one after the other
})

async function visit(text: string, csrf?: CodeIgniterCsrfOptions): Promise<[Visitor, MemoryPhpStore]> {
  const store = new MemoryPhpStore()
  store.sessions.set(ID, text)
  const driver = new PhpSessions({
    store,
    format: phpFormat,
    view: new SessionView(codeIgniterConvention, new SessionShape()),
    cookie: plainCookie('ci_session'),
    ids: phpSessionIds({ length: 40 }),
    terms: {
      idleTimeout: hours(2),
      ...(csrf === undefined ? {} : { csrf: new CodeIgniterCsrf(4, csrf) }),
    },
  })
  const app = await sessionApp(driver)
  apps.push(app)
  return [new Visitor(app, { ci_session: ID }), store]
}

const BEGUN = '__ci_last_regenerate|i:1700000000;'

describe('flashdata and tempdata', () => {
  test('what CodeIgniter has flashed is a message of the next request, once', async () => {
    const [visitor, store] = await visit(`${BEGUN}n|i:1;ok|s:2:"hi";__ci_vars|a:1:{s:2:"ok";s:3:"new";}`)
    expect(await visitor.json('/values')).toEqual({ n: 1 })
    expect(store.only).toBe(`${BEGUN}n|i:1;`)

    const [other, others] = await visit(`${BEGUN}ok|s:2:"hi";__ci_vars|a:1:{s:2:"ok";s:3:"new";}`)
    expect(await other.json('/flashed?name=ok')).toEqual({ value: 'hi' })
    expect(await other.json('/flashed?name=ok')).toEqual({ value: null })
    expect(others.only).toBe(BEGUN)
  })

  test('what is flashed here is new for CodeIgniter', async () => {
    const [visitor, store] = await visit(`${BEGUN}n|i:1;`)
    await visitor.json('/flash?name=ok&value=%22hi%22')
    expect(store.only).toBe(`${BEGUN}n|i:1;ok|s:2:"hi";__ci_vars|a:1:{s:2:"ok";s:3:"new";}`)
  })

  test('what is old, or over, is not there, and goes with the next change', async () => {
    const marks = `__ci_vars|a:4:{s:1:"a";s:3:"old";s:1:"b";i:1;s:1:"c";i:4102444800;s:1:"d";s:3:"new";}`
    const [visitor, store] = await visit(`${BEGUN}a|i:1;b|i:2;c|i:3;d|i:4;${marks}`)
    expect(await visitor.json('/flashed?name=a')).toEqual({ value: null })
    expect(store.only).toBe(`${BEGUN}c|i:3;__ci_vars|a:1:{s:1:"c";i:4102444800;}`)
    expect(await visitor.json('/values')).toEqual({ c: 3 })
  })

  test('a value that is set in the place of a message stays', async () => {
    const [visitor, store] = await visit(`${BEGUN}ok|s:2:"hi";__ci_vars|a:1:{s:2:"ok";s:3:"new";}`)
    await visitor.set('ok', 'kept')
    expect(store.only).toBe(`${BEGUN}ok|s:4:"kept";`)
  })

  test('a new session has what CodeIgniter expects', async () => {
    const [visitor, store] = await visit('')
    store.sessions.clear()
    await visitor.set('n', 1)
    expect(store.only).toMatch(/^n\|i:1;__ci_last_regenerate\|i:\d{10};$/)
  })
})

describe('tokens', () => {
  const hash = '0123456789abcdef0123456789abcdef'

  test('in the session', async () => {
    const [visitor] = await visit(`csrf_test_name|s:32:"${hash}";`, { in: 'session' })
    expect((await visitor.post('/form', { csrf_test_name: hash })).status).toBe(200)
    expect((await visitor.post('/form', { csrf_test_name: hash.replace('0', '1') })).status).toBe(403)
    expect(await visitor.json('/token')).toEqual({ token: hash })
  })

  test('in the session, under a mask', async () => {
    const [visitor] = await visit(`csrf_test_name|s:32:"${hash}";`, { in: 'session', randomize: true })
    const { token } = (await visitor.json('/token')) as { token: string }
    expect(token).toMatch(/^[0-9a-f]{64}$/)
    expect((await visitor.post('/form', { csrf_test_name: token })).status).toBe(200)
    for (const wrong of [
      hash,
      token.slice(1),
      token.replace(/^./, (digit) => (digit === '0' ? '1' : '0')),
      '',
    ])
      expect((await visitor.post('/form', { csrf_test_name: wrong })).status).toBe(403)
  })

  test('in a cookie', async () => {
    const [visitor] = await visit('n|i:1;', {})
    expect((await visitor.post('/form', { csrf_test_name: hash })).status).toBe(403)
    visitor.cookies.set('csrf_cookie_name', hash)
    expect((await visitor.post('/form', { csrf_test_name: hash })).status).toBe(200)
    visitor.cookies.delete('csrf_cookie_name')
    const { token } = (await visitor.json('/token')) as { token: string }
    expect(visitor.cookies.get('csrf_cookie_name')).toBe(token)
    expect((await visitor.post('/form', { csrf_test_name: token })).status).toBe(200)
  })
})
