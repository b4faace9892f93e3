import type { PhpArray } from './php-array.ts'
import type { PhpCustomObject } from './php-custom-object.ts'
import type { PhpEnum } from './php-enum.ts'
import type { PhpFloat } from './php-float.ts'
import type { PhpObject } from './php-object.ts'
import type { PhpReference } from './php-reference.ts'

/**
 * A value of PHP. An int is a number, beyond 2^53 a bigint. A string is bytes in PHP: it is a string here where it is UTF-8, a Buffer
 * where it is not.
 */
export type PhpValue =
  | null
  | boolean
  | number
  | bigint
  | PhpFloat
  | string
  | Buffer
  | PhpArray
  | PhpObject
  | PhpCustomObject
  | PhpEnum

/** What stands in a place of an array, an object or a session: a value, or one that several places share. */
export type PhpPlace = PhpValue | PhpReference

/** The key of an array. PHP makes an int of a string such as `'7'`. */
export type PhpKey = number | bigint | string
