import { CacheError } from '../errors/cache-error.ts'
import { keyHash } from './key-hash.ts'

const longestKey = 65_535

/** A key and where it belongs in the tree. */
export interface Place {
  readonly key: Buffer
  readonly at: number
}

/** @throws CacheError `E_SHARED_KEY` */
export function toPlace(key: string, seed: readonly [number, number]): Place {
  if (typeof key !== 'string' || key === '')
    throw new CacheError('E_SHARED_KEY', 'A key of a shared dictionary is a text that is not empty.')
  const bytes = Buffer.from(key)
  if (bytes.length > longestKey) {
    throw new CacheError(
      'E_SHARED_KEY',
      `A key of ${bytes.length} bytes is too long for a shared dictionary: ${longestKey} are possible.`,
    )
  }
  return { key: bytes, at: keyHash(bytes, seed) }
}
