import type { LockStore } from '@vanillin/cache'
import type { Database } from '@vanillin/database'
import { LaravelDatabaseLocks } from './laravel-database-locks.ts'
import { LaravelFileLocks } from './laravel-file-locks.ts'

/** Where Laravel keeps its locks: those of its cache store. */
export type LaravelLockStore =
  | {
      readonly in: 'files'
      /** `lock_path` of the store in config/cache.php, or its `path`, from this app's folder on: `../legacy/storage/framework/cache/data`. */
      readonly folder: string
      /** What stands before a name. Default: `file-store-lock:`, as since Laravel 12.36; before it was nothing. */
      readonly prefix?: string
    }
  | {
      readonly in: 'database'
      readonly database: Database
      /** CACHE_PREFIX, as `laravel_cache_`. */
      readonly prefix: string
      /** `lock_table`. Default: `cache_locks`. */
      readonly table?: string
    }

/**
 * The locks of Laravel's `Cache::lock()`, held by one side at a time: who has `orders` here keeps `Cache::lock('orders')` of PHP waiting, and the reverse. Laravel counts whole
 * seconds, so a lock whose process dies stays for up to a second longer than its `ttl`, by the clock of this machine. Locks in Redis are those of `RedisLockStore`, with
 * Laravel's prefix.
 *
 * @example
 * const config: CacheConfig = {
 *   locks: { store: laravelLocks({ in: 'files', folder: '../legacy/storage/framework/cache/data' }) },
 * }
 */
export function laravelLocks(store: LaravelLockStore): LockStore {
  return store.in === 'files' ? new LaravelFileLocks(store) : new LaravelDatabaseLocks(store)
}
