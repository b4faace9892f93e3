import { afterEach, expect, test } from 'vitest'
import type { Application } from '@vanillin/core'
import { phpSession } from './php-session.ts'
import { MemoryPhpStore } from './testing/contract/memory-php-store.ts'
import { sessionApp } from './testing/contract/session-app.ts'
import { Visitor } from './testing/contract/visitor.ts'

const ID = 'a'.repeat(32)
const apps: Application[] = []
afterEach(async () => {
  for (const app of apps.splice(0)) await app.shutdown() // oxlint-disable-line no-await-in-loop -- one after the other
})

async function visit(
  text: string,
  csrf?: { name: string; field?: string },
): Promise<[Visitor, MemoryPhpStore]> {
  const store = new MemoryPhpStore()
  store.sessions.set(ID, text)
  const app = await sessionApp(phpSession({ store, ...(csrf === undefined ? {} : { csrf }) }))
  apps.push(app)
  return [new Visitor(app, { PHPSESSID: ID }), store]
}

test('the token that the app keeps in its session is accepted from its field, and no other', async () => {
  const [visitor] = await visit('csrf|s:5:"token";', { name: 'csrf', field: 'csrf_token' })
  expect((await visitor.post('/form', { csrf_token: 'token' })).status).toBe(200)
  expect((await visitor.post('/form', {}, { 'x-csrf-token': 'token' })).status).toBe(200)
  for (const fields of [{}, { csrf_token: 'tokeN' }, { csrf_token: '' }, { _token: 'token' }])
    expect((await visitor.post('/form', fields as Record<string, string>)).status).toBe(403)
})

test('forms from here get that token; a session without one gets one, which PHP finds', async () => {
  const [visitor, store] = await visit('csrf|s:5:"token";', { name: 'csrf' })
  expect(await visitor.json('/token')).toEqual({ token: 'token' })
  const [other, others] = await visit('n|i:1;', { name: 'csrf' })
  const { token } = (await other.json('/token')) as { token: string }
  expect(token).toMatch(/^[0-9a-f]{64}$/)
  expect(others.only).toBe(`n|i:1;csrf|s:64:"${token}";`)
  expect((await other.post('/form', { csrf: token })).status).toBe(200)
  expect(store.only).toBe('csrf|s:5:"token";')
})

test('after a login the token is another one', async () => {
  const [visitor, store] = await visit('csrf|s:5:"token";', { name: 'csrf' })
  await visitor.json('/login')
  expect(store.only).toBe('user_id|i:7;')
  expect((await visitor.post('/form', { csrf: 'token' })).status).toBe(403)
})

test('a session that holds no text as its token accepts nothing', async () => {
  const [visitor] = await visit('csrf|a:1:{i:0;i:1;}', { name: 'csrf' })
  expect((await visitor.post('/form', { csrf: '1' })).status).toBe(403)
})

test('without a place for it, tokens of this side protect its forms', async () => {
  const [visitor] = await visit('n|i:1;')
  const { token } = (await visitor.json('/token')) as { token: string }
  expect((await visitor.post('/form', { _token: token })).status).toBe(200)
  expect((await visitor.post('/form', { _token: 'x' })).status).toBe(403)
})
