import { setImmediate as turn } from 'node:timers/promises'
import { beforeEach, describe, expect, test } from 'vitest'
import { Lock, type LockStore } from '../../../index.ts'

/** A store to run the contract on, without locks. */
export interface LockStoreSubject {
  readonly store: LockStore
  /** The same as another process has it; undefined where nobody else can. */
  readonly other: LockStore | undefined
}

/** What every store of locks must do, whatever it is made of. */
export function describeLockStore(
  name: string,
  create: () => LockStoreSubject | Promise<LockStoreSubject>,
): void {
  describe(`locks in ${name}`, () => {
    let store: LockStore
    let other: LockStore
    beforeEach(async () => {
      const subject = await create()
      store = subject.store
      other = subject.other ?? subject.store
    })

    test('one token holds a name, until it lets go', async () => {
      expect(await store.acquire('a', 'one', 60_000)).toBe('one')
      expect([await other.acquire('a', 'two', 60_000), await other.acquire('b', 'two', 60_000)]).toEqual([
        'one',
        'two',
      ])
      expect(await other.release('a', 'two')).toBe(false)
      expect([await store.release('a', 'one'), await store.release('a', 'one')]).toEqual([true, false])
      expect(await other.acquire('a', 'two', 60_000)).toBe('two')
    })

    test('who asks again with the token that holds it has it', async () => {
      await store.acquire('a', 'one', 60_000)
      expect(await store.acquire('a', 'one', 60_000)).toBe('one')
    })

    test('it ends by itself, and then belongs to another, who keeps it', async () => {
      await store.acquire('a', 'one', 20)
      await expect.poll(() => other.acquire('a', 'two', 60_000), { interval: 5 }).toBe('two')
      expect([await store.renew('a', 'one', 60_000), await store.release('a', 'one')]).toEqual([false, false])
      expect(await other.renew('a', 'two', 60_000)).toBe(true)
    })

    test('renewed, it lasts from then on', async () => {
      await store.acquire('a', 'one', 60_000)
      expect(await store.renew('a', 'one', 20)).toBe(true)
      await expect.poll(() => store.renew('a', 'one', 20), { interval: 40 }).toBe(false)
    })

    test('of many that run under it one runs at a time', async () => {
      let inside = 0
      let most = 0
      let count = 0
      await Promise.all(
        Array.from({ length: 20 }, (_, i) =>
          new Lock(i % 2 ? store : other, 'busy', { wait: 60_000 }).run(async (signal) => {
            most = Math.max(most, ++inside)
            const before = count
            await turn()
            count = before + 1
            inside -= 1
            expect(signal.aborted).toBe(false)
          }),
        ),
      )
      expect([most, count]).toEqual([1, 20])
    })

    test('within a process who waits first is next', async () => {
      const held = await new Lock(store, 'fair').acquire()
      const order: number[] = []
      const waiting = [1, 2, 3, 4, 5].map((number) =>
        new Lock(store, 'fair', { wait: 60_000 }).run(() => void order.push(number)),
      )
      await held.release()
      await Promise.all(waiting)
      expect(order).toEqual([1, 2, 3, 4, 5])
    })

    test('who waits for too long is told, who does not want to wait goes without', async () => {
      const held = await new Lock(store, 'taken').acquire()
      await expect(new Lock(other, 'taken', { wait: 10 }).run(() => 1)).rejects.toMatchObject({
        code: 'E_LOCK_TIMEOUT',
        status: 503,
      })
      await expect(new Lock(store, 'taken', { wait: 0 }).acquire()).rejects.toMatchObject({
        code: 'E_LOCK_TIMEOUT',
      })
      expect(await new Lock(other, 'taken').runIfFree(() => 1)).toBeUndefined()
      expect(await new Lock(store, 'taken').acquireIfFree()).toBeUndefined()
      expect([held.isHeld, await held.release(), held.isHeld, await held.release()]).toEqual([
        true,
        true,
        false,
        false,
      ])
      expect(await new Lock(other, 'taken').runIfFree(() => undefined)).toEqual({ result: undefined })
    })

    test('work that fails lets go', async () => {
      const lock = new Lock(store, 'fails')
      await expect(lock.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
      expect(await new Lock(other, 'fails', { wait: 0 }).run(() => 'next')).toBe('next')
    })

    test('work that takes longer than the lock lasts keeps it', async () => {
      const lock = new Lock(store, 'long', { ttl: 1500 })
      const result = await lock.run(async (signal) => {
        const end = performance.now() + 3200
        while (performance.now() < end) {
          expect(await other.acquire('long', 'other', 5000)).not.toBe('other') // oxlint-disable-line no-await-in-loop -- until it has taken long enough
          await new Promise((resolve) => setTimeout(resolve, 10)) // oxlint-disable-line no-await-in-loop -- as above
        }
        return signal.aborted
      })
      expect(result).toBe(false)
    })

    test('a lock that is lost tells who has it, and nobody else’s is given away', async () => {
      const lock = new Lock(store, 'lost', { ttl: 120 })
      let reason: unknown
      const running = lock.run(async (signal) => {
        // As if this process had stood still until its time was over.
        const { token } = await thief(store, 'lost')
        // On a busy machine it may have been told already.
        if (!signal.aborted)
          await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
        reason = signal.reason
        expect(await store.renew('lost', token, 60_000)).toBe(true)
      })
      await expect(running).rejects.toMatchObject({ code: 'E_LOCK_LOST' })
      expect(reason).toMatchObject({ code: 'E_LOCK_LOST' })
      expect(await new Lock(other, 'lost').runIfFree(() => 1)).toBeUndefined()
    })

    test.each([
      ['', {}],
      ['a b', {}],
      ['x'.repeat(129), {}],
      ['a', { ttl: 0 }],
      ['a', { ttl: Infinity }],
      ['a', { wait: -1 }],
      ['a', { wait: NaN }],
    ])('%j with %j is refused', (wrong, options) => {
      expect(() => new Lock(store, wrong, options)).toThrow(
        expect.objectContaining({ code: 'E_LOCK_INVALID' }),
      )
    })

    test('who is to reach further than the store does says so', () => {
      const make = () => new Lock(store, 'far', { across: 'machines' })
      if (store.reach === 'machines') expect(make().name).toBe('far')
      else expect(make).toThrow(expect.objectContaining({ code: 'E_REACH' }))
    })
  })

  /** Takes a lock away from whoever has it. */
  async function thief(store: LockStore, lock: string): Promise<{ readonly token: string }> {
    const holder = await store.acquire(lock, 'thief', 60_000)
    await store.release(lock, holder)
    await store.acquire(lock, 'thief', 60_000)
    return { token: 'thief' }
  }
}
