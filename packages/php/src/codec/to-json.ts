import type { JsonValue } from '@vanillin/core'
import { PhpArray } from './php-array.ts'
import { PhpCodecError } from './php-codec-error.ts'
import { PhpCustomObject } from './php-custom-object.ts'
import { PhpEnum } from './php-enum.ts'
import { PhpFloat } from './php-float.ts'
import { PhpObject } from './php-object.ts'
import type { PhpValue } from './php-value.ts'

/** Values that are shared are written once for each place: a few hundred bytes could become gigabytes. */
const MAX_VALUES = 100_000
/** As `json_encode` of PHP. References nest values deeper than they were written. */
const MAX_DEPTH = 512

/**
 * A value of PHP as JSON has it, for reading: a list is an array and any other array an object, an object of a class is the object of its properties, a case of an
 * enum is its name. What JSON cannot say comes as near as it can: an int beyond 2^53 is its digits, INF and NAN are null, bytes that are no UTF-8 are
 * shown as U+FFFD, and what contains itself is null there.
 *
 * @throws PhpCodecError `E_PHP_LIMIT`
 */
export function toJson(value: PhpValue): JsonValue {
  return new JsonView().of(value)
}

class JsonView {
  readonly #around = new Set<PhpValue>()
  #count = 0

  of(value: PhpValue): JsonValue {
    if (++this.#count > MAX_VALUES)
      throw new PhpCodecError('E_PHP_LIMIT', `As JSON there are more than ${MAX_VALUES} values.`)
    if (typeof value === 'bigint') return String(value)
    if (typeof value !== 'object' || value === null) return value
    if (value instanceof PhpFloat) return Number.isFinite(value.value) ? value.value : null
    if (Buffer.isBuffer(value)) return value.toString('utf8')
    if (value instanceof PhpEnum) return value.caseName
    if (value instanceof PhpCustomObject || this.#around.has(value)) return null
    if (this.#around.size >= MAX_DEPTH)
      throw new PhpCodecError('E_PHP_LIMIT', `As JSON values are nested deeper than ${MAX_DEPTH}.`)
    this.#around.add(value)
    const result = value instanceof PhpArray ? this.#array(value) : this.#object(value)
    this.#around.delete(value)
    return result
  }

  #array(array: PhpArray): JsonValue {
    if (array.isList) return Array.from(array.values(), (item) => this.of(item))
    const result = Object.create(null) as Record<string, JsonValue>
    for (const [key, item] of array) result[String(key)] = this.of(item)
    return result
  }

  #object(object: PhpObject): JsonValue {
    const result = Object.create(null) as Record<string, JsonValue>
    for (const { name } of object.properties) result[name] ??= this.of(object.get(name) ?? null)
    return result
  }
}
