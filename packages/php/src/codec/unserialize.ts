import type { CodecLimits } from './codec-limits.ts'
import { dereference } from './php-reference.ts'
import type { PhpPlace, PhpValue } from './php-value.ts'
import type { Places } from './slots.ts'
import { ValueReader } from './value-reader.ts'

/**
 * The value that PHP's `serialize()` has written. Objects stay data: no class is looked up and nothing runs.
 *
 * @example
 * const user = unserialize(Buffer.from('a:1:{s:4:"name";s:3:"Ada";}')) as PhpArray
 * user.get('name') // 'Ada'
 * @throws PhpCodecError `E_PHP_SERIALIZED` with the `offset` of what is wrong, `E_PHP_LIMIT`
 */
export function unserialize(bytes: Uint8Array, limits?: CodecLimits): PhpValue {
  const reader = new ValueReader(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), limits)
  const root: Places = new Map()
  reader.read(root, 0)
  if (!reader.bytes.isAtEnd) reader.bytes.fail('Behind the value there is something else')
  return dereference(root.get(0) as PhpPlace)
}
