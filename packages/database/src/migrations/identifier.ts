import { createHash } from 'node:crypto'

// PostgreSQL cuts at 63 bytes without a word, MySQL refuses past 64 characters.
const longest = 63

/** The name of a key, as Laravel builds it: `posts_title_unique`. One that is too long ends in its hash. */
export function identifierOf(...parts: string[]): string {
  const name = parts.join('_')
  if (Buffer.byteLength(name) <= longest) return name
  const hash = createHash('sha256').update(name).digest('hex').slice(0, 8)
  return `${Buffer.from(name)
    .subarray(0, longest - 9)
    .toString()
    .replace(/\uFFFD+$/, '')}_${hash}`
}
