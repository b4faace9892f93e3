import { beforeEach, describe, expect, test } from 'vitest'
import { Lock, type LockStore } from '@vanillin/cache'

/** Laravel's own view of the place where locks are kept. */
export interface LaravelSide {
  /** Puts a lock there as Laravel does; it is over in so many seconds, or has been. */
  hold(name: string, owner: string, seconds: number): Promise<void>
  /** What Laravel would find: who holds it, and how many seconds are left. */
  find(name: string): Promise<{ readonly owner: string; readonly secondsLeft: number } | undefined>
}

export interface LaravelLocksSubject {
  readonly store: LockStore
  /** The same as another process has it. */
  readonly other: LockStore
  readonly laravel: LaravelSide
}

const MINUTE = 60_000

/** What stores must do that share their locks with Laravel. Seconds are whole there, so nothing is asked here of shorter times. */
export function describeLaravelLocks(
  name: string,
  create: () => LaravelLocksSubject | Promise<LaravelLocksSubject>,
): void {
  describe(`locks of Laravel in ${name}`, () => {
    let store: LockStore
    let other: LockStore
    let laravel: LaravelSide
    beforeEach(async () => {
      ;({ store, other, laravel } = await create())
    })

    test('Laravel finds who holds a lock, for at least its time and a second more at most', async () => {
      expect(await store.acquire('orders', 'one', 30_000)).toBe('one')
      const found = await laravel.find('orders')
      expect(found?.owner).toBe('one')
      expect(found?.secondsLeft).toBeGreaterThan(29)
      expect(found?.secondsLeft).toBeLessThanOrEqual(31)
      expect(await store.release('orders', 'one')).toBe(true)
      expect(await laravel.find('orders')).toBeUndefined()
    })

    test('what Laravel holds is taken, and is not renewed or released here', async () => {
      await laravel.hold('orders', 'of PHP', 30)
      expect(await store.acquire('orders', 'one', MINUTE)).toBe('of PHP')
      expect([await store.renew('orders', 'one', MINUTE), await store.release('orders', 'one')]).toEqual([
        false,
        false,
      ])
      expect(await laravel.find('orders')).toMatchObject({ owner: 'of PHP' })
      expect(await store.acquire('others', 'one', MINUTE)).toBe('one')
    })

    test('what is over belongs to who asks next', async () => {
      await laravel.hold('orders', 'a much longer name, of PHP', -1)
      expect(await store.acquire('orders', 'one', MINUTE)).toBe('one')
      expect(await laravel.find('orders')).toMatchObject({ owner: 'one' })
      await laravel.hold('late', 'two', -1)
      expect(await store.renew('late', 'two', MINUTE)).toBe(false)
    })

    test('one token holds a name, until it lets go', async () => {
      expect([await store.acquire('a', 'one', MINUTE), await other.acquire('a', 'two', MINUTE)]).toEqual([
        'one',
        'one',
      ])
      expect(await store.acquire('a', 'one', MINUTE)).toBe('one')
      expect([await store.renew('a', 'one', MINUTE), await other.release('a', 'two')]).toEqual([true, false])
      expect([await store.release('a', 'one'), await store.release('a', 'one')]).toEqual([true, false])
      expect(await other.acquire('a', 'two', MINUTE)).toBe('two')
    })

    test('of many that run under it one runs at a time', async () => {
      let [inside, most, count] = [0, 0, 0]
      const run = (of: LockStore): Promise<void> =>
        new Lock(of, 'busy', { wait: MINUTE }).run(async () => {
          most = Math.max(most, ++inside)
          const before = count
          await laravel.find('busy')
          count = before + 1
          inside -= 1
        })
      await Promise.all(Array.from({ length: 12 }, (_, index) => run(index % 2 === 0 ? store : other)))
      expect([most, count]).toEqual([1, 12])
    })
  })
}
