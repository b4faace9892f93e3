import type { JsonValue } from '@vanillin/core'
import { PhpArray } from '../codec/php-array.ts'
import { PhpObject } from '../codec/php-object.ts'
import type { PhpKey, PhpPlace, PhpValue } from '../codec/php-value.ts'
import { toJson } from '../codec/to-json.ts'

const BAG_OF_BAGS = 'Illuminate\\Support\\ViewErrorBag'
const BAG = 'Illuminate\\Support\\MessageBag'
const FORMAT = ':message'
const DEFAULT = 'default'

/** The messages of Laravel's `$errors`, by field: those of its default bag. Laravel keeps an object, or with JSON an array in its place. */
export function readErrorBag(value: PhpValue): JsonValue {
  const bags = value instanceof PhpObject ? value.get('bags') : value
  const bag = bags instanceof PhpArray ? bags.get(DEFAULT) : undefined
  const messages = bag instanceof PhpObject || bag instanceof PhpArray ? bag.get('messages') : undefined
  const read = messages === undefined ? {} : toJson(messages)
  return Array.isArray(read) ? {} : read
}

/** Messages by field as Laravel's `$errors`. */
export function writeErrorBag(messages: PhpValue, serialization: 'php' | 'json'): PhpValue {
  if (serialization === 'json') {
    const bag = PhpArray.from([
      ['format', FORMAT],
      ['messages', messages],
    ])
    return PhpArray.from([[DEFAULT, bag]])
  }
  const bag = new PhpObject(BAG, protectedMembers({ messages, format: FORMAT }))
  return new PhpObject(BAG_OF_BAGS, protectedMembers({ bags: PhpArray.from([[DEFAULT, bag]]) }))
}

function protectedMembers(members: Readonly<Record<string, PhpValue>>): Map<PhpKey, PhpPlace> {
  return new Map(Object.entries(members).map(([name, value]) => [`\0*\0${name}`, value]))
}
