import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp, defineRoutes, Encrypter, hours, sessions, type Application } from 'vanillin'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { coresHere } from '../application/cores.ts'

const key = 'for-tests-only-for-tests-only-for-tests'
const folder = mkdtempSync(join(tmpdir(), 'vanillin-hostile-sessions-'))

describe.each(coresHere())('hostile session cookies on the %s core', (core) => {
  describe.each(['file', 'cookie'] as const)('driver %s', (driver) => {
    let app: Application
    let origin: string
    const failures: string[] = []

    beforeEach(async () => {
      failures.length = 0
      app = createApp({ app: { name: 'Sessions', key, log: { level: 'silent' } } }, [
        sessions({ driver, folder, absoluteTimeout: hours(12) }),
        defineRoutes((route) => {
          route.get('/who', (request) => {
            const { session } = request
            return {
              user: session.get('user') ?? null,
              exists: session.exists,
              old: session.old('name') ?? null,
            }
          })
          route.get('/guest', (request) => {
            request.session.set('cart', 1)
            return { id: request.session.id }
          })
          route.get('/login', (request) => {
            request.session.regenerate()
            request.session.set('user', 7)
            return { id: request.session.id }
          })
          route.post('/change', () => 'changed')
          // what a visitor may have encrypted for him
          route.get('/draft/:text', (request) => {
            request.cookies.encrypted.set('session', request.params.string('text'))
            request.cookies.signed.set('signed', request.params.string('text'))
            return null
          })
        }),
      ])
      origin = `http://127.0.0.1:${(await app.listen({ port: 0, core })).port}`
    })
    afterEach(async () => {
      vi.useRealTimers()
      await app.shutdown()
      await rm(folder, { recursive: true, force: true })
    })

    const visit = (path: string, cookie?: string, method = 'GET'): Promise<Response> =>
      fetch(origin + path, { method, headers: cookie === undefined ? {} : { cookie } })
    const cookieFrom = (response: Response, name = 'session'): string =>
      response.headers
        .getSetCookie()
        .map((line) => line.split(';')[0])
        .find((pair) => pair?.startsWith(`${name}=`))
        ?.slice(name.length + 1) ?? ''
    const login = async (): Promise<string> => cookieFrom(await visit('/login'))
    /** What the app takes the bringer of a Cookie header for; anything but 200 is written down. */
    const whoIs = async (header: string): Promise<unknown> => {
      const response = await visit('/who', header)
      if (response.status !== 200) failures.push(`${response.status} ${header}`)
      return response.json()
    }
    const stranger = { user: null, exists: false, old: null }
    const assertStrangers = async (headers: readonly string[]): Promise<void> => {
      const seen = []
      for (let i = 0; i < headers.length; i += 20)
        // oxlint-disable-next-line no-await-in-loop -- twenty at once
        seen.push(
          ...(await Promise.all(
            headers.slice(i, i + 20).map(async (header) => [header, await whoIs(header)]),
          )),
        )
      expect(seen.filter(([, who]) => JSON.stringify(who) !== JSON.stringify(stranger))).toEqual([])
      expect([failures, seen.length]).toEqual([[], headers.length])
    }

    test('every shortened and every changed cookie is a stranger’s', async () => {
      const real = await login()
      expect(await whoIs(`session=${real}`)).toEqual({ ...stranger, user: 7, exists: true })
      const forged = Array.from(real, (letter, i) => [
        real.slice(0, i),
        real.slice(0, i) + (letter === 'A' ? 'B' : 'A') + real.slice(i + 1),
        real.slice(i + 1),
      ]).flat()
      await assertStrangers(forged.map((value) => `session=${value}`))
      expect(forged.length).toBe(3 * real.length)
    })

    test('200 cookies of random bytes, and what breaks parsers, are a stranger’s', async () => {
      const real = await login()
      const random = Array.from({ length: 200 }, (_, i) => randomBytes(i).toString('base64url'))
      const odd = [
        '',
        '"',
        '""',
        '%00',
        '%',
        '%zz',
        '..%2f..%2fetc%2fpasswd',
        '../../etc/passwd',
        '__proto__',
        'constructor',
        'null',
        'undefined',
        '{}',
        '[]',
        'j:{}',
        's:x.y',
        'a:1:{s:4:"user";i:7;}',
        `${real}=`,
        `${real}==`,
        `%2B${real}`,
        ` ${real} x`,
        real.toUpperCase(),
        real.toLowerCase(),
        Buffer.from(real).toString('base64'),
        real.slice(20) + real.slice(0, 20),
        'A'.repeat(43),
        'A'.repeat(8_000),
        '\u00E4'.repeat(43),
      ]
      await assertStrangers([...random, ...odd].map((value) => `session=${value}`))
      await assertStrangers([
        'session',
        '=',
        ';;;;',
        `Session=${real}`,
        `session =${real} x`,
        `session[]=${real}`,
        `__Host-session=${real}`,
        `session=; session=${real}`,
        `x=y, session=${real}`,
      ])
    })

    test('an unknown id is not adopted: who brings one gets another', async () => {
      for (const planted of ['A'.repeat(43), randomBytes(32).toString('base64url'), 'x']) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        const response = await visit('/guest', `session=${planted}`)
        // oxlint-disable-next-line no-await-in-loop -- as above
        const { id } = (await response.json()) as { id: string }
        expect([id, cookieFrom(response)]).not.toContain(planted)
        // oxlint-disable-next-line no-await-in-loop -- as above
        expect(await whoIs(`session=${planted}`)).toEqual(stranger)
      }
    })

    test('a login changes the id and ends the session under the old one', async () => {
      const guest = await visit('/guest')
      const before = cookieFrom(guest)
      const { id } = (await guest.json()) as { id: string }
      const loggedIn = await visit('/login', `session=${before}`)
      expect((await loggedIn.json()) as object).not.toEqual({ id })
      const after = cookieFrom(loggedIn)
      expect(after).not.toBe(before)
      expect(await whoIs(`session=${after}`)).toMatchObject({ user: 7 })
      expect(await whoIs(`session=${before}`)).toMatchObject({ user: null, exists: driver === 'cookie' })
      if (driver === 'file') expect(await readdir(folder)).toHaveLength(1)
    })

    test('a login that is planted on another visitor gives no token for his forms', async () => {
      const attacker = await login()
      expect((await visit('/change', `session=${attacker}`, 'POST')).status).toBe(403)
    })

    test('a replayed cookie is good until the absolute timeout and no longer, used or not', async () => {
      vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
      const copies = [await login()]
      for (let i = 0; i < 11; i++) {
        vi.setSystemTime(Date.now() + hours(1))
        // oxlint-disable-next-line no-await-in-loop -- hour by hour
        const response = await visit('/who', `session=${copies.at(-1)}`)
        // oxlint-disable-next-line no-await-in-loop -- as above
        expect([i, await response.json()]).toEqual([i, { ...stranger, user: 7, exists: true }])
        const renewed = cookieFrom(response)
        if (renewed !== '') copies.push(renewed)
      }
      expect(copies.length).toBe(driver === 'cookie' ? 12 : 1)
      vi.setSystemTime(Date.now() + hours(1))
      await assertStrangers(copies.map((copy) => `session=${copy}`))
    })

    if (driver === 'cookie')
      test('what was encrypted for another purpose, or under another key, is no session', async () => {
        const real = await login()
        const record = JSON.stringify([1, Date.now(), Date.now(), Date.now() + 1e9, { user: 7 }, {}])
        const text = 'A'.repeat(43) + record
        const drafts = await visit(`/draft/${encodeURIComponent(text)}`)
        const foreign = new Encrypter([`${key}!`]).encrypt(text, { purpose: 'session' })
        const own = new Encrypter([key])
        await assertStrangers(
          [
            cookieFrom(drafts),
            cookieFrom(drafts, 'signed'),
            text,
            Buffer.from(text).toString('base64url'),
            foreign,
            foreign.slice(0, 100) + real.slice(100),
            own.encrypt(text, { purpose: 'cookie:session' }),
            own.encrypt(text, { purpose: '' }),
            own.encrypt('A'.repeat(42) + record, { purpose: 'session' }),
            own.encrypt(record, { purpose: 'session' }),
            own.encrypt('', { purpose: 'session' }),
            own.encrypt(text, { purpose: 'session', expiresAt: new Date(0) }),
            own.encrypt(text.replace(/\d{13}/g, '1e999'), { purpose: 'session' }),
          ].map((value) => `session=${value}`),
        )
        // the control: it is the purpose and the key that count
        expect(await whoIs(`session=${own.encrypt(text, { purpose: 'session' })}`)).toMatchObject({ user: 7 })
      })
    else
      test('a record that was damaged logs nobody in and stops nobody', async () => {
        const texts = ['', '\0\0\0\0', '[1', 'null', '[1,0,0,0,{},{}]', '[1,1e999,1e999,1e999,{"user":7},{}]']
        for (const text of texts) {
          // oxlint-disable-next-line no-await-in-loop -- one after the other
          const cookie = `session=${await login()}`
          // oxlint-disable-next-line no-await-in-loop -- as above
          for (const name of await readdir(folder)) await writeFile(join(folder, name), text)
          // oxlint-disable-next-line no-await-in-loop -- as above
          await assertStrangers([cookie])
          // oxlint-disable-next-line no-await-in-loop -- as above
          const next = await visit('/guest', cookie)
          expect([next.status, cookieFrom(next).length]).toEqual([200, 43])
        }
      })
  })
})
