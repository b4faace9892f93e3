import { toPhpInteger } from './php-integer.ts'
import type { PhpKey } from './php-value.ts'

const INTEGER = /^(?:0|-?[1-9]\d{0,18})$/

/** The key under which PHP keeps what is kept under this one: `'7'` is 7, `'07'` and `'-0'` stay strings. */
export function toPhpKey(key: PhpKey): PhpKey {
  if (typeof key === 'number') {
    if (Number.isSafeInteger(key)) return key === 0 ? 0 : key
    throw new RangeError(`${key} is no key of a PHP array: keys are ints and strings.`)
  }
  if (typeof key === 'bigint') {
    const integer = toPhpInteger(key)
    if (integer !== undefined) return integer
    throw new RangeError(`${key} is no key of a PHP array: it does not fit into 64 bits.`)
  }
  return INTEGER.test(key) ? (toPhpInteger(BigInt(key)) ?? key) : key
}
