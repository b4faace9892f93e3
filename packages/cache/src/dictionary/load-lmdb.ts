import { createRequire } from 'node:module'
import type * as Lmdb from 'lmdb'
import { CacheError } from '../errors/cache-error.ts'

let loaded: typeof Lmdb | undefined

/**
 * Loaded with the first dictionary, since only apps that have one need it.
 *
 * @throws CacheError `E_SHARED_UNAVAILABLE`
 */
export function loadLmdb(): typeof Lmdb {
  if (loaded !== undefined) return loaded
  try {
    loaded = createRequire(import.meta.url)('lmdb') as typeof Lmdb
    return loaded
  } catch (error) {
    throw new CacheError('E_SHARED_UNAVAILABLE', 'Shared dictionaries need the package lmdb.', {
      cause: error,
    })
  }
}
