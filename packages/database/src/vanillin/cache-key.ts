import { createHash } from 'node:crypto'

/** Fits into the key of an index on MySQL, four bytes for each character. */
const longest = 600

/**
 * A key as the table has it: equal only to itself whatever the collation, which may take `A` for `a`, and without what a pattern or PostgreSQL takes for
 * something else. What is not among `a-z 0-9 . / : # -` becomes `=` and its byte. Of a long one a hash stands for the rest.
 */
export function toCacheKey(key: string): string {
  const written = toCacheKeyPrefix(key)
  if (written.length <= longest) return written
  return `${written.slice(0, longest)}#${createHash('sha256').update(key).digest('hex')}`
}

/** What the keys that begin with this begin with. */
export function toCacheKeyPrefix(prefix: string): string {
  if (/^[a-z0-9./:#-]*$/.test(prefix)) return prefix
  let written = ''
  for (const byte of Buffer.from(prefix)) {
    const character = String.fromCharCode(byte)
    written += /[a-z0-9./:#-]/.test(character) ? character : `=${byte.toString(16).padStart(2, '0')}`
  }
  return written
}
