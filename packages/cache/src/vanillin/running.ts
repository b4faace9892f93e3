import type { Cache } from '../cache/cache.ts'
import { CacheError } from '../errors/cache-error.ts'
import type { Locks } from './locks.ts'
import type { SharedDictionaries } from './shared-dictionaries.ts'

/** What the app that runs has. */
export interface Running {
  readonly cache: Cache
  readonly locks: Locks
  readonly dictionaries: SharedDictionaries
}

let current: Running | undefined

/** What `cache`, `lock()` and `shared()` speak of from now on; undefined takes it away. Answers what it was before. */
export function useRunning(running: Running | undefined): Running | undefined {
  const before = current
  current = running
  return before
}

/** @throws CacheError with `code`, `E_CACHE_NOT_READY` or `E_SHARED_NOT_READY` */
export function runningFor(
  what: string,
  code: 'E_CACHE_NOT_READY' | 'E_SHARED_NOT_READY' = 'E_CACHE_NOT_READY',
): Running {
  if (current !== undefined) return current
  throw new CacheError(code, `${what} was asked for before the app had booted, or after it ended.`)
}

/** What runs now. */
export function isRunning(running: Running): boolean {
  return current === running
}
