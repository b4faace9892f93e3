import type { JsonValue } from '@vanillin/core'
import { fromJson } from '../../codec/from-json.ts'
import { PhpArray } from '../../codec/php-array.ts'
import { PhpCodecError } from '../../codec/php-codec-error.ts'
import { PhpFloat } from '../../codec/php-float.ts'
import { PhpObject } from '../../codec/php-object.ts'
import { PhpReference } from '../../codec/php-reference.ts'
import type { PhpValue } from '../../codec/php-value.ts'
import { ListShape, MapShape, NullableShape, type RecordShape, type ValueShape } from './value-shape.ts'

/**
 * A value as PHP is to have it by its shape. What a record does not name stays in the array, or the object, that was there.
 *
 * @throws PhpCodecError `E_PHP_VALUE` for what does not fit
 */
export function writeShape(shape: ValueShape, value: JsonValue, before: PhpValue | undefined): PhpValue {
  switch (shape) {
    case 'int':
      return Number.isSafeInteger(value) ? (value as number) : refuse('an int')
    case 'float':
      return typeof value === 'number' ? new PhpFloat(value) : refuse('a number')
    case 'bool':
      return typeof value === 'boolean' ? value : refuse('a boolean')
    case 'string':
      return typeof value === 'string' ? value : refuse('a string')
    case 'mixed':
      return writeFree(value, before)
    default:
      return writeNested(shape, value, before)
  }
}

/** Without a shape a number stays what it was: a price of 5.0 that becomes 6 is a float still. */
export function writeFree(value: JsonValue, before: PhpValue | undefined): PhpValue {
  return before instanceof PhpFloat && typeof value === 'number' ? new PhpFloat(value) : fromJson(value)
}

function writeNested(
  shape: Exclude<ValueShape, string>,
  value: JsonValue,
  before: PhpValue | undefined,
): PhpValue {
  if (shape instanceof NullableShape) return value === null ? null : writeShape(shape.item, value, before)
  if (shape instanceof ListShape)
    return Array.isArray(value)
      ? PhpArray.list((value as readonly JsonValue[]).map((item) => writeShape(shape.item, item, undefined)))
      : refuse('a list')
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return refuse('an object')
  const members = Object.entries(value as Readonly<Record<string, JsonValue>>)
  if (shape instanceof MapShape)
    return PhpArray.from(members.map(([key, item]) => [key, writeShape(shape.item, item, undefined)]))
  return writeRecord(shape, members, before)
}

function writeRecord(
  shape: RecordShape,
  members: readonly (readonly [string, JsonValue])[],
  before: PhpValue | undefined,
): PhpValue {
  const unknown = members.find(([name]) => !Object.hasOwn(shape, name))
  if (unknown !== undefined) refuse(`an object without "${unknown[0]}"`)
  const target = before instanceof PhpObject || before instanceof PhpArray ? before : new PhpArray()
  for (const [name, item] of members) {
    const value = writeShape(shape[name]!, item, target.get(name))
    if (target instanceof PhpArray) target.set(name, value)
    else setProperty(target, name, value)
  }
  return target
}

function setProperty(object: PhpObject, name: string, value: PhpValue): void {
  const found = object.find(name) ?? name
  const place = object.members.get(found)
  if (place instanceof PhpReference) place.value = value
  else object.members.set(found, value)
}

function refuse(what: string): never {
  throw new PhpCodecError('E_PHP_VALUE', `By the shape of the session it has to be ${what}.`)
}
