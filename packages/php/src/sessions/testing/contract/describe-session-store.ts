import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { PhpSessionStore, SessionAccess } from '../../php-session-store.ts'
import { noCookies } from './no-cookies.ts'

/** A place for sessions, to run the contract on. */
export interface SessionStoreSubject {
  readonly store: PhpSessionStore
  /** Another process, as it were, with the same place. */
  readonly other: PhpSessionStore
  /** Of 40 characters. */
  readonly id: string
  /** Whether a session is for one address alone. */
  readonly matchesIp?: boolean
  readonly dispose?: () => Promise<void>
}

const LIFETIME_MS = 3_600_000
const access: SessionAccess = {
  ip: '127.0.0.1',
  userAgent: 'test',
  cookies: noCookies,
  lifetimeMs: LIFETIME_MS,
}
const bytes = (text: string): Buffer => Buffer.from(text, 'latin1')

/** The contract of every PhpSessionStore: bytes under an id, replaced one after another. */
export function describeSessionStore(
  name: string,
  connect: () => SessionStoreSubject | Promise<SessionStoreSubject>,
): void {
  describe(`store of sessions: ${name}`, () => {
    let subject: SessionStoreSubject
    const stored = async (store = subject.store): Promise<string | undefined> =>
      (await store.read(subject.id, access))?.bytes.toString('latin1')
    const put = (text: string): Promise<void> => subject.store.update(subject.id, access, () => bytes(text))

    beforeEach(async () => {
      subject = await connect()
    })
    afterEach(async () => {
      await subject.store.update(subject.id, access, () => undefined)
      await subject.dispose?.()
    })

    test('bytes come back as they were, whatever they are', async () => {
      expect(await stored()).toBeUndefined()
      const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)).toString('latin1')
      for (const text of [all, 'a|s:3:"K\xf6l";', 'x'.repeat(60_000), 'short', ''])
        for (const store of [subject.store, subject.other]) {
          // oxlint-disable-next-line no-await-in-loop -- one text after the other
          await store.update(subject.id, access, () => bytes(text))
          // oxlint-disable-next-line no-await-in-loop -- as above
          expect(await stored()).toBe(text)
        }
    })

    test('a change sees what is stored at that moment; what answers undefined ends the session', async () => {
      const seen: unknown[] = []
      await subject.store.update(subject.id, access, (before) => void seen.push(before))
      expect([seen, await stored()]).toEqual([[undefined], undefined])
      await put('one')
      await subject.other.update(subject.id, access, (before) => bytes(`${before!.bytes.toString()} two`))
      expect(await stored()).toBe('one two')
      await subject.other.update(subject.id, access, () => undefined)
      expect(await stored()).toBeUndefined()
    })

    test('the same bytes only say that the session is in use', async () => {
      await put('one')
      const before = await subject.store.read(subject.id, access)
      await subject.store.update(subject.id, access, (session) => session?.bytes)
      const after = await subject.store.read(subject.id, access)
      expect(after?.bytes.toString()).toBe('one')
      expect(after!.usedAt).toBeGreaterThanOrEqual(before!.usedAt - 1_000)
      expect(Math.abs(after!.usedAt - Date.now())).toBeLessThan(60_000)
    })

    test('changes at the same time all happen, whoever makes them', async () => {
      await put('')
      const append = (store: PhpSessionStore, letter: string): Promise<void> =>
        store.update(subject.id, access, (before) => bytes(before!.bytes.toString() + letter))
      await Promise.all(
        Array.from('abcdefghijkl', (letter, index) =>
          append(index % 2 === 0 ? subject.store : subject.other, letter),
        ),
      )
      expect(
        Array.from((await stored())!)
          .toSorted()
          .join(''),
      ).toBe('abcdefghijkl')
    })

    test('a change that fails leaves what there was, and lets the next one in', async () => {
      await put('one')
      const failing = subject.store.update(subject.id, access, () => {
        throw new Error('on purpose')
      })
      await expect(failing).rejects.toThrow('on purpose')
      await subject.other.update(subject.id, access, (before) => bytes(`${before!.bytes.toString()} two`))
      expect(await stored()).toBe('one two')
    })

    test('a session that is over is not there, and another one comes in its place', async () => {
      await put('old')
      const later = { ...access, lifetimeMs: -60_000 }
      const expiresByItself = (await subject.store.read(subject.id, later)) !== undefined
      if (expiresByItself) {
        await subject.store.update(subject.id, { ...access, lifetimeMs: 1 }, () => bytes('old'))
        await expect.poll(() => stored()).toBeUndefined()
      }
      const seen: unknown[] = []
      await subject.store.update(subject.id, expiresByItself ? access : later, (before) => {
        seen.push(before)
        return bytes('new')
      })
      expect(seen).toEqual([undefined])
    })

    test('a session of one address is there for no other', async () => {
      await put('mine')
      const elsewhere = await subject.store.read(subject.id, { ...access, ip: '10.1.2.3' })
      expect(elsewhere?.bytes.toString()).toBe(subject.matchesIp === true ? undefined : 'mine')
    })

    test('who has the lock keeps changes and other locks out', async () => {
      const { store, other, id } = subject
      if (store.lock === undefined) return
      await put('one')
      const unlock = await store.lock(id, access, 10_000)
      expect(unlock).toBeTypeOf('function')
      expect(await other.lock!(id, access, 30)).toBeUndefined()
      const order: string[] = []
      const change = other.update(id, access, (before) => {
        order.push('other')
        return bytes(`${before!.bytes.toString()} two`)
      })
      // The one who has it changes as before.
      await store.update(id, access, () => bytes('held'))
      order.push('unlock')
      await unlock!()
      await change
      expect([order, await stored()]).toEqual([['unlock', 'other'], 'held two'])
      await (await other.lock!(id, access, 10_000))!()
    })
  })
}
