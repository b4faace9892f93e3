import type { JsonValue } from '@vanillin/core'
import { PhpArray } from '../../codec/php-array.ts'
import { PhpFloat } from '../../codec/php-float.ts'
import { PhpObject } from '../../codec/php-object.ts'
import type { PhpValue } from '../../codec/php-value.ts'
import { toJson } from '../../codec/to-json.ts'
import { ListShape, MapShape, NullableShape, type RecordShape, type ValueShape } from './value-shape.ts'

const INTEGER = /^-?\d{1,15}$/
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?$/i

/** A value as its shape has it; undefined where it does not fit. Texts that are numbers fit where PHP would take them for numbers. */
export function readShape(shape: ValueShape, value: PhpValue): JsonValue | undefined {
  switch (shape) {
    case 'int':
      return readInteger(value)
    case 'float':
      return readFloat(value)
    case 'bool':
      return readBoolean(value)
    case 'string':
      return readString(value)
    case 'mixed':
      return toJson(value)
    default:
      return readNested(shape, value)
  }
}

function readNested(shape: Exclude<ValueShape, string>, value: PhpValue): JsonValue | undefined {
  if (shape instanceof NullableShape) return value === null ? null : readShape(shape.item, value)
  if (shape instanceof ListShape) return value instanceof PhpArray ? readList(shape, value) : undefined
  if (shape instanceof MapShape) return value instanceof PhpArray ? readMap(shape, value) : undefined
  return value instanceof PhpArray || value instanceof PhpObject ? readRecord(shape, value) : undefined
}

function readList({ item }: ListShape, array: PhpArray): JsonValue | undefined {
  const items = Array.from(array.values(), (value) => readShape(item, value))
  return items.includes(undefined) ? undefined : (items as JsonValue[])
}

function readMap({ item }: MapShape, array: PhpArray): JsonValue | undefined {
  const result = Object.create(null) as Record<string, JsonValue>
  for (const [key, value] of array) {
    const read = readShape(item, value)
    if (read === undefined) return undefined
    result[String(key)] = read
  }
  return result
}

function readRecord(shape: RecordShape, value: PhpArray | PhpObject): JsonValue | undefined {
  const result = Object.create(null) as Record<string, JsonValue>
  for (const [name, member] of Object.entries(shape)) {
    const found = value.get(name)
    const read = found === undefined ? undefined : readShape(member, found)
    if (read === undefined) return undefined
    result[name] = read
  }
  return result
}

function readInteger(value: PhpValue): number | undefined {
  if (typeof value === 'number') return value
  if (value instanceof PhpFloat) return Number.isSafeInteger(value.value) ? value.value : undefined
  return typeof value === 'string' && INTEGER.test(value) ? Number(value) : undefined
}

function readFloat(value: PhpValue): number | undefined {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (value instanceof PhpFloat) return Number.isFinite(value.value) ? value.value : undefined
  return typeof value === 'string' && NUMBER.test(value) ? Number(value) : undefined
}

function readBoolean(value: PhpValue): boolean | undefined {
  if (typeof value === 'boolean') return value
  if (value === 1 || value === '1') return true
  return value === 0 || value === '0' || value === '' ? false : undefined
}

function readString(value: PhpValue): string | undefined {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint') return String(value)
  return value instanceof PhpFloat ? value.text : undefined
}
