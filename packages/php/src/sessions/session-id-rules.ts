import { randomBytes } from 'node:crypto'

/** What ids look like: both sides take the other's for real ones by it. */
export interface SessionIdRules {
  create(): string
  isValid(id: string): boolean
}

/** In this order PHP takes them. */
const CHARACTERS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-,'
/** What PHP accepts, whatever it makes itself; shorter ones than this it never makes. */
const VALID = /^[\w,-]{22,256}$/

export interface PhpSessionIdOptions {
  /** `session.sid_length`, 22 to 256. Default: 32. */
  readonly length?: number
  /** `session.sid_bits_per_character`. Default: 4, which are hexadecimal digits. */
  readonly bitsPerCharacter?: 4 | 5 | 6
}

/** Ids as PHP's `session_create_id()` makes them. */
export function phpSessionIds({
  length = 32,
  bitsPerCharacter = 4,
}: PhpSessionIdOptions = {}): SessionIdRules {
  const mask = 2 ** bitsPerCharacter - 1
  return {
    create: () => Array.from(randomBytes(length), (byte) => CHARACTERS[byte & mask]!).join(''),
    isValid: (id) => VALID.test(id) && !id.includes('_'),
  }
}
