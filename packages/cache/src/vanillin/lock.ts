import type { Lock, LockOptions } from '../locks/lock.ts'
import { runningFor } from './running.ts'

/**
 * A lock of this app, among all workers or all machines, as `config/cache.ts` says. It is there once the app has booted, with `cache()` on its
 * boot list.
 *
 * @example
 * await lock('nightly-import', { ttl: minutes(1) }).run(importOrders)
 *
 * @throws CacheError `E_CACHE_NOT_READY`, `E_LOCK_INVALID`, `E_REACH`
 */
export function lock(name: string, options?: LockOptions): Lock {
  return runningFor(`The lock ${name}`).locks.lock(name, options)
}
