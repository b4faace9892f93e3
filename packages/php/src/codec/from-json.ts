import { PhpArray } from './php-array.ts'
import { PhpCodecError } from './php-codec-error.ts'
import type { PhpValue } from './php-value.ts'

const MAX_DEPTH = 512

/**
 * What PHP's `json_decode($text, true)` makes of JSON: arrays and objects are arrays, a whole number is an int.
 *
 * @throws PhpCodecError `E_PHP_VALUE`, `E_PHP_LIMIT`
 */
export function fromJson(value: unknown): PhpValue {
  return atDepth(value, 0)
}

function atDepth(value: unknown, depth: number): PhpValue {
  if (depth > MAX_DEPTH) throw new PhpCodecError('E_PHP_LIMIT', `Values are nested deeper than ${MAX_DEPTH}.`)
  if (Array.isArray(value)) return PhpArray.list(value.map((item) => atDepth(item, depth + 1)))
  switch (typeof value) {
    case 'boolean':
    case 'number':
    case 'string':
      return value
    case 'object': {
      if (value === null) return null
      return PhpArray.from(Object.entries(value).map(([key, item]) => [key, atDepth(item, depth + 1)]))
    }
    default:
      throw new PhpCodecError('E_PHP_VALUE', `JSON has nothing for what is ${typeof value}.`)
  }
}
