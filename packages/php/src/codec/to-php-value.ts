import { PhpArray } from './php-array.ts'
import { PhpCodecError } from './php-codec-error.ts'
import { PhpCustomObject } from './php-custom-object.ts'
import { PhpEnum } from './php-enum.ts'
import { PhpFloat } from './php-float.ts'
import { PhpObject } from './php-object.ts'
import type { PhpValue } from './php-value.ts'

/** What becomes a value of PHP: lists and plain objects become arrays. */
export type ToPhp = PhpValue | readonly ToPhp[] | { readonly [name: string]: ToPhp }

const MAX_DEPTH = 512

/** @throws PhpCodecError `E_PHP_VALUE` for what PHP has nothing for, such as undefined or a Date; `E_PHP_LIMIT` */
export function toPhpValue(value: unknown, depth = 0): PhpValue {
  if (depth > MAX_DEPTH) throw new PhpCodecError('E_PHP_LIMIT', `Values are nested deeper than ${MAX_DEPTH}.`)
  if (isPhpValue(value)) return value
  if (Array.isArray(value)) return PhpArray.list(value.map((item) => toPhpValue(item, depth + 1)))
  if (typeof value === 'object' && isPlain(value)) {
    return PhpArray.from(
      Object.entries(value).map(([name, item]): [string, PhpValue] => [name, toPhpValue(item, depth + 1)]),
    )
  }
  const what = typeof value === 'object' ? (value?.constructor.name ?? 'object') : typeof value
  throw new PhpCodecError('E_PHP_VALUE', `PHP has nothing for what is ${what}.`)
}

function isPhpValue(value: unknown): value is PhpValue {
  return (
    value === null ||
    ['boolean', 'number', 'bigint', 'string'].includes(typeof value) ||
    [Buffer, PhpArray, PhpObject, PhpCustomObject, PhpEnum, PhpFloat].some((type) => value instanceof type)
  )
}

function isPlain(value: object | null): value is object {
  const prototype: unknown = value === null ? undefined : Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
