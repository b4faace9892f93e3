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

/** Apps that run in this process, the one that booted last behind the others: in tests there are several. */
const apps: Running[] = []

/** What `cache`, `lock()` and `shared()` speak of from now on. */
export function enter(running: Running): void {
  apps.push(running)
}

/** They speak of what ran before again; in whatever order apps end. */
export function leave(running: Running): void {
  const index = apps.lastIndexOf(running)
  if (index >= 0) apps.splice(index, 1)
}

/** @throws CacheError with `code`, `E_CACHE_NOT_READY` or `E_SHARED_NOT_READY` */
export function runningFor(
  what: string,
  code: 'E_CACHE_NOT_READY' | 'E_SHARED_NOT_READY' = 'E_CACHE_NOT_READY',
): Running {
  const current = apps.at(-1)
  if (current !== undefined) return current
  throw new CacheError(code, `${what} was asked for before the app had booted, or after it ended.`)
}
