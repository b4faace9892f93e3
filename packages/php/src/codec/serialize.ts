import type { CodecLimits } from './codec-limits.ts'
import type { PhpValue } from './php-value.ts'
import { ValueWriter } from './value-writer.ts'

/**
 * What PHP's `serialize()` writes for a value. A whole number is an int, any other a float; `new PhpFloat(1)` is a float in any case.
 *
 * @example
 * serialize(PhpArray.list([1, 'two'])).toString() // a:2:{i:0;i:1;i:1;s:3:"two";}
 * @throws PhpCodecError `E_PHP_VALUE`, `E_PHP_LIMIT`
 */
export function serialize(value: PhpValue, limits?: CodecLimits): Buffer {
  const writer = new ValueWriter(limits)
  writer.write(value)
  return writer.bytes()
}
