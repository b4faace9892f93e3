import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { hours, minutes, seconds, type Application, type SessionConfig } from '@vanillin/core'
import { Browser } from '../../../packages/core/src/testing/browser.fixture.ts'
import { contractApp } from './contract-app.ts'
import { Gate } from './gate.ts'

/** A way to keep sessions, to run the contract on. */
export interface SessionSubject {
  readonly driver: SessionConfig['driver']
  /** Every text that the store holds, keys and values; undefined for what cannot be looked at. */
  readonly stored: (() => Promise<string[]>) | undefined
  /** Writes another text over each record; undefined for what keeps none as text. */
  readonly damage?: (change: (text: string) => string) => Promise<void>
  readonly config?: Partial<SessionConfig>
}

/**
 * Where the cookie is the store, parallel answers replace each other as a whole, and nothing can be taken back. A store that
 * expires drops what is over by itself, by a clock of its own.
 */
export type SessionKind = 'store' | 'expiring store' | 'cookie'

type Parts = [version: unknown, createdAt: unknown, seenAt: unknown, expiresAt: unknown, ...rest: unknown[]]

/** What may become of a record by a full disk, a hand in the database, or a process of another version. */
const damages: readonly (readonly [name: string, change: (text: string) => string])[] = [
  ['empty', () => ''],
  ['cut off', (text) => text.slice(0, -1)],
  ['half', (text) => text.slice(0, text.length / 2)],
  ['begins later', (text) => text.slice(1)],
  ['twice', (text) => text + text],
  ['no JSON', () => 'a:1:{s:4:"user";i:7;}'],
  ...['null', '7', '"text"', '{}', '[]', '[1]', '[[[[]]]]', '[1,2,3,4,5,6]'].map(
    (text) => [text, () => text] as const,
  ),
  ['of another version', withParts((parts) => (parts[0] = 2))],
  ['no list', (text) => `{"record":${text}}`],
  ['a time that is a text', withParts((parts) => (parts[1] = String(parts[1])))],
  ['a time that is missing', withParts((parts) => (parts[2] = null))],
  ['began never', (text) => text.replace(/^\[1,\d+/, '[1,1e999')],
  ['seen never', (text) => text.replace(/^(\[1,\d+),\d+/, '$1,1e999')],
  ['values that are a list', withParts((parts) => (parts[4] = [['user', 7]]))],
  ['values that are a text', withParts((parts) => (parts[4] = 'user'))],
  ['no values', withParts((parts) => (parts[4] = null))],
  ['no messages', withParts((parts) => (parts[5] = null))],
  ['a message that is null', withParts((parts) => (parts[5] = { message: null }))],
  ['a message that is a text', withParts((parts) => (parts[5] = { message: 'Saved.' }))],
  ['a message without its stamp', withParts((parts) => (parts[5] = { message: { value: 'Saved.' } }))],
  ['a message without its value', withParts((parts) => (parts[5] = { message: { stamp: 'x' } }))],
]

function withParts(change: (parts: Parts) => unknown): (text: string) => string {
  return (text) => {
    const parts = JSON.parse(text) as Parts
    change(parts)
    return JSON.stringify(parts)
  }
}

/** The contract of every driver of sessions. */
export function describeSessions(name: string, kind: SessionKind, connect: () => SessionSubject): void {
  describe(`sessions: ${name}`, () => {
    let app: Application
    let browser: Browser
    let subject: SessionSubject
    const gate = new Gate()

    const boot = async (config: Partial<SessionConfig> = {}): Promise<void> => {
      subject = connect()
      app = await contractApp({ driver: subject.driver!, ...subject.config, ...config }, gate)
      browser = new Browser(app)
    }
    beforeEach(() => boot())
    afterEach(async () => {
      vi.useRealTimers()
      await app.shutdown()
    })

    test('values come back as JSON has them, and are gone when they are forgotten', async () => {
      await browser.get('/set?name=city&value=K%C3%B6ln')
      await browser.get('/set?name=__proto__&value=data')
      await browser.get('/nested')
      expect(await browser.json('/values')).toEqual(
        JSON.parse(
          '{"city":"Köln","__proto__":"data","nested":{"list":[1,{"deep":"ä€😀"}],"date":"1970-01-01T00:00:00.000Z"}}',
        ),
      )
      await browser.get('/forget?name=city')
      expect(await browser.json('/pull?name=__proto__')).toEqual({ value: 'data' })
      expect(Object.keys((await browser.json('/values')) as object)).toEqual(['nested'])
      await browser.get('/clear')
      expect(await browser.json('/values')).toEqual({ after: 'clear' })
    })

    test('a request that does not touch the session sets no cookie, and neither does one that only looks', async () => {
      for (const path of ['/untouched', '/values', '/exists', '/flashed', '/forget?name=x', '/logout']) {
        const response = await browser.get(path)
        expect([path, response.headers.getSetCookie()]).toEqual([path, []])
      }
      expect(await subject.stored?.()).toEqual(subject.stored && [])
    })

    test('a session that is in use gets its cookie once', async () => {
      const first = await browser.get('/set?name=a&value=1')
      expect(first.headers.getSetCookie()).toHaveLength(1)
      expect(first.headers.getSetCookie()[0]).toMatch(/^session=[\w-]+; Path=\/; HttpOnly; SameSite=Lax$/)
      expect(first.headers.get('cache-control')).toBe('private, no-cache')
      for (const path of ['/untouched', '/values', '/exists'])
        expect((await browser.get(path)).headers.getSetCookie()).toEqual([])
      expect((await browser.get('/untouched')).headers.has('cache-control')).toBe(false)
    })

    test('what was flashed is there for the next request that uses the session, and for no other', async () => {
      await browser.get('/flash?value=Saved.')
      await browser.get('/untouched')
      expect(await browser.json('/flashed')).toEqual({ message: 'Saved.' })
      expect(await browser.json('/flashed')).toEqual({ message: null })

      await browser.get('/flash?value=One')
      await browser.get('/reflash')
      expect(await browser.json('/flashed')).toEqual({ message: 'One' })

      await browser.get('/flash?value=Unread')
      await browser.get('/values')
      expect(await browser.json('/flashed')).toEqual({ message: null })
    })

    test('a login has a new id, and the old one is worth nothing', async () => {
      await browser.get('/set?name=cart&value=7')
      const before = { id: await browser.json('/id'), cookie: browser.sessionCookie! }
      const { id } = (await browser.json('/login')) as { id: string }
      expect(id).not.toBe((before.id as { id: string }).id)
      expect(await browser.json('/values')).toEqual({ cart: '7', user: 7 })

      const attacker = new Browser(app)
      attacker.cookies.set('session', before.cookie)
      // A copy of a cookie that is itself the session holds what it held before the login.
      expect(await attacker.json('/values')).toEqual(kind === 'cookie' ? { cart: '7' } : {})
    })

    test('a logout takes the cookie back and forgets everything', async () => {
      await browser.get('/login')
      const cookie = browser.sessionCookie!
      const response = await browser.get('/logout')
      expect(response.headers.getSetCookie()).toEqual(['session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax'])
      expect(await browser.json('/values')).toEqual({})
      if (kind === 'cookie') return
      browser.cookies.set('session', cookie)
      expect(await browser.json('/values')).toEqual({})
      expect(await subject.stored?.()).toEqual(subject.stored && [])
    })

    test('an id from outside is never taken (fixation), nor a cookie that was forged or cut off', async () => {
      const planted = 'A'.repeat(43)
      browser.cookies.set('session', planted)
      expect(await browser.json('/exists')).toEqual({ exists: false })
      await browser.get('/set?name=a&value=1')
      expect(browser.sessionCookie).not.toBe(planted)
      expect(await browser.json('/values')).toEqual({ a: '1' })

      const real = browser.sessionCookie!
      const middle = Math.floor(real.length / 2)
      const flipped = real.slice(0, middle) + (real[middle] === 'A' ? 'B' : 'A') + real.slice(middle + 1)
      const forgeries = [
        flipped,
        real.slice(0, -1),
        real.slice(1),
        `${real}A`,
        '',
        '../../etc/passwd',
        '%00',
        '.',
        real.toLowerCase(),
      ]
      for (const forged of forgeries) {
        const visitor = new Browser(app)
        visitor.cookies.set('session', forged)
        expect([forged, await visitor.json('/values')]).toEqual([forged, {}])
      }
    })

    test('who logs in by a session that somebody else planted leaves him with nothing', async () => {
      const attacker = new Browser(app)
      await attacker.get('/set?name=cart&value=7')
      browser.cookies.set('session', attacker.sessionCookie!)
      await browser.get('/login')
      expect(browser.sessionCookie).not.toBe(attacker.sessionCookie)
      expect(await browser.json('/values')).toEqual({ cart: '7', user: 7 })
      expect(await attacker.json('/values')).toEqual(kind === 'cookie' ? { cart: '7' } : {})
      // the record under the old id is gone: one key and one text are left
      if (subject.stored !== undefined) expect(await subject.stored()).toHaveLength(2)
    })

    test('a cookie that is replayed ends at the absolute timeout, however often it was used', async () => {
      await app.shutdown()
      await boot({ absoluteTimeout: hours(3), idleTimeout: hours(2) })
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
      await browser.get('/login')
      const copies = [browser.sessionCookie!]
      for (let i = 0; i < 5; i++) {
        vi.setSystemTime(Date.now() + minutes(30))
        expect(await browser.json('/values')).toEqual({ user: 7 })
        copies.push(browser.sessionCookie!)
      }
      vi.setSystemTime(Date.now() + minutes(30))
      for (const copy of new Set(copies)) {
        const attacker = new Browser(app)
        attacker.cookies.set('session', copy)
        expect(await attacker.json('/values')).toEqual({})
        await attacker.get('/set?name=a&value=1')
        expect(await attacker.json('/values')).toEqual({ a: '1' })
      }
    })

    test('a session ends when nobody used it for the idle timeout, and use keeps it', async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
      await browser.get('/set?name=a&value=1')
      for (let i = 0; i < 3; i++) {
        vi.setSystemTime(Date.now() + minutes(90))
        expect(await browser.json('/values')).toEqual({ a: '1' })
      }
      vi.setSystemTime(Date.now() + hours(2))
      expect(await browser.json('/values')).toEqual({})
    })

    test('a session ends at the absolute timeout, however it is used', async () => {
      await app.shutdown()
      await boot({ absoluteTimeout: hours(3) })
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
      await browser.get('/set?name=a&value=1')
      vi.setSystemTime(Date.now() + hours(1.5))
      expect(await browser.json('/values')).toEqual({ a: '1' })
      vi.setSystemTime(Date.now() + hours(1.5))
      expect(await browser.json('/values')).toEqual({})
    })

    test('the changes of a request that fails are kept, and those before a stream', async () => {
      expect((await browser.get('/fail')).status).toBe(500)
      const response = await browser.get('/stream')
      expect(await response.text()).toBe('first second')
      expect(await browser.json('/values')).toEqual({ failed: true, streamed: true })
    })

    if (kind === 'cookie') {
      test('of parallel requests the last answer wins as a whole', async () => {
        await browser.get('/set?name=a&value=1')
        gate.expect(2)
        await Promise.all([browser.get('/slow/set?name=b&value=2'), browser.get('/slow/set?name=c&value=3')])
        const values = (await browser.json('/values')) as object
        expect(Object.keys(values)).toHaveLength(2)
      })
      return
    }

    test('a record that was damaged is no session, and its visitor goes on with another', async () => {
      if (subject.damage === undefined) return expect(kind).toBe('store')
      for (const [damage, change] of damages) {
        const visitor = new Browser(app)
        await visitor.get('/login')
        await visitor.get('/flash?value=Saved.')
        const cookie = visitor.sessionCookie
        await subject.damage(change)
        const answers = [
          await visitor.json('/values'),
          await visitor.json('/flashed'),
          await visitor.json('/exists'),
          (await visitor.get('/reflash')).status,
          (await visitor.get('/set?name=a&value=1')).status,
          await visitor.json('/values'),
        ]
        expect([damage, ...answers]).toEqual([
          damage,
          {},
          { message: null },
          { exists: false },
          204,
          204,
          { a: '1' },
        ])
        expect(visitor.sessionCookie).not.toBe(cookie)
      }
      expect.assertions(2 * damages.length)
    })

    test('parallel requests lose no write of each other', async () => {
      await browser.get('/set?name=a&value=0')
      gate.expect(20)
      await Promise.all(
        Array.from({ length: 20 }, (_, i) => browser.get(`/slow/set?name=key${i}&value=${i}`)),
      )
      const values = (await browser.json('/values')) as Record<string, string>
      expect(values).toEqual({
        a: '0',
        ...Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`key${i}`, String(i)])),
      })
    })

    test('parallel increments add up, though each saw the same number before', async () => {
      await browser.get('/increment')
      gate.expect(20)
      const answers = await Promise.all(Array.from({ length: 20 }, () => browser.json('/slow/increment')))
      expect(new Set(answers.map((answer) => (answer as { before: number }).before))).toEqual(new Set([1]))
      expect(await browser.json('/values')).toEqual({ hits: 21 })
    })

    test('what is flashed while another request shows an older message is not lost', async () => {
      await browser.get('/flash?value=Old')
      gate.expect(2)
      const showing = browser.json('/slow/flashed')
      const flashing = browser.get('/slow/set?name=x&value=1').then(() => browser.get('/flash?value=New'))
      expect(await showing).toEqual({ message: 'Old' })
      await flashing
      expect(await browser.json('/flashed')).toEqual({ message: 'New' })
    })

    test('a request that ran while the session ended does not bring it back', async () => {
      await browser.get('/login')
      gate.expect(2)
      const arrival = gate.arrival()
      const late = browser.get('/slow/set?name=late&value=1')
      await arrival
      await browser.get('/logout')
      await Promise.all([late, gate.pass()])
      expect(browser.sessionCookie).toBeUndefined()
      expect(await subject.stored?.()).toEqual(subject.stored && [])
    })

    test('with lock, requests of one session run one after another', async () => {
      await app.shutdown()
      await boot({ lock: true, lockTimeout: seconds(15) })
      gate.expect(1)
      await browser.get('/set?name=hits&value=x')
      await browser.get('/forget?name=hits')
      await browser.get('/set?name=a&value=1')
      await Promise.all(Array.from({ length: 8 }, () => browser.get('/slow/read-then-write')))
      expect(await browser.json('/values')).toEqual({ a: '1', hits: 8 })
    })

    test('with lock, a request that waited too long is answered 503', async () => {
      await app.shutdown()
      await boot({ lock: true, lockTimeout: 50 })
      await browser.get('/set?name=a&value=1')
      gate.expect(2)
      const arrival = gate.arrival()
      const first = browser.get('/slow/set?name=b&value=2')
      await arrival
      const second = await browser.get('/values', { accept: 'application/json' })
      expect(second.status).toBe(503)
      expect(await second.json()).toMatchObject({ code: 'E_SESSION_LOCK_TIMEOUT' })
      await Promise.all([first, gate.pass()])
      expect(await browser.json('/values')).toEqual({ a: '1', b: '2' })
    })

    test.skipIf(kind === 'expiring store')(
      'what has expired is dropped, and what has not is kept',
      async () => {
        vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
        await browser.get('/set?name=a&value=1')
        vi.setSystemTime(Date.now() + hours(1))
        const other = new Browser(app)
        await other.get('/set?name=b&value=2')
        vi.setSystemTime(Date.now() + hours(1))
        await app.sessions?.driver.collectGarbage()
        expect(await subject.stored?.()).toHaveLength(2)
        expect(await other.json('/values')).toEqual({ b: '2' })
      },
    )

    test('who reads the store learns no id', async () => {
      const { id } = (await browser.json('/id')) as { id: string }
      expect(browser.sessionCookie).toBe(id)
      const stored = await subject.stored?.()
      expect(stored?.length).toBe(stored && 2)
      expect(stored?.filter((text) => text.includes(id))).toEqual(stored && [])
    })
  })
}
