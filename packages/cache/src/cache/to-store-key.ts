import { hash } from 'node:crypto'
import { CacheError } from '../errors/cache-error.ts'

/** Longer ones are cut, and a hash of the whole stands behind: what clients send must not decide how much room a key takes. */
const longest = 200

/** @throws CacheError `E_CACHE_KEY` */
export function toStoreKey(prefix: string, key: string): string {
  // Half of a character cannot be written as UTF-8: two of them would be one key.
  if (typeof key !== 'string' || key === '' || !key.isWellFormed())
    throw new CacheError(
      'E_CACHE_KEY',
      `${JSON.stringify(key)} is no key of a cache: it is a text that is not empty.`,
    )
  const whole = prefix + key
  // No character takes more than three bytes.
  if (whole.length * 3 <= longest || Buffer.byteLength(whole) <= longest) return whole
  const beginning = Buffer.from(whole).subarray(0, longest).toString().replaceAll('\ufffd', '')
  return `${beginning}#${hash('sha256', whole, 'base64url')}`
}
