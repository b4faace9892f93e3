import { nameBytes, textBytes } from './byte-text.ts'
import { defaultCodecLimits, type CodecLimits } from './codec-limits.ts'
import { floatText } from './float-text.ts'
import { PhpArray } from './php-array.ts'
import { PhpCodecError } from './php-codec-error.ts'
import { PhpCustomObject } from './php-custom-object.ts'
import { PhpEnum } from './php-enum.ts'
import { PhpFloat } from './php-float.ts'
import { PhpObject } from './php-object.ts'
import { PhpReference } from './php-reference.ts'
import type { PhpKey, PhpPlace, PhpValue } from './php-value.ts'

/**
 * Writes values as PHP's `serialize()` does, one after another: an object or a reference that was written before is written as its number,
 * which every value counts on but `R:`.
 */
export class ValueWriter {
  readonly #parts: (string | Buffer)[] = []
  /** Numbers by reference, by object, and by enum case, of which PHP has one each. */
  readonly #numbers = new Map<PhpReference | PhpObject | PhpCustomObject | string, number>()
  readonly #maxDepth: number
  readonly #maxValues: number
  #count = 0
  #depth = 0

  constructor(limits: CodecLimits = {}) {
    const { maxDepth, maxValues } = { ...defaultCodecLimits, ...limits }
    this.#maxDepth = maxDepth
    this.#maxValues = maxValues
  }

  /** Bytes that are no value, as the names of a session. */
  append(bytes: string | Buffer): void {
    this.#parts.push(bytes)
  }

  /** Numbers a value that is written by `append`. */
  countOne(): void {
    if (++this.#count > this.#maxValues)
      throw new PhpCodecError('E_PHP_LIMIT', `There are more than ${this.#maxValues} values.`)
  }

  write(place: PhpPlace): void {
    if (!(place instanceof PhpReference)) return this.#value(place, 'r')
    const number = this.#numbers.get(place)
    if (number !== undefined) return this.append(`R:${number};`)
    if (isObject(place.value)) return this.#value(place.value, 'R', place)
    this.#numbers.set(place, this.#count + 1)
    return this.#value(place.value, 'r')
  }

  writeKey(key: PhpKey): void {
    if (typeof key === 'string') this.#quoted(nameBytes(key))
    else this.append(`i:${key};`)
  }

  bytes(): Buffer {
    const parts = this.#parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'utf8') : part))
    return Buffer.concat(parts)
  }

  /** An object that was written before is its number: `r:` for another variable, `R:` for a reference, which does not count. */
  #value(value: PhpValue, again: 'r' | 'R', reference?: PhpReference): void {
    if (isObject(value)) {
      const identity = value instanceof PhpEnum ? `${value.className}:${value.caseName}` : value
      const number = this.#numbers.get(identity)
      if (number !== undefined) {
        if (again === 'r') this.countOne()
        return this.append(`${again}:${number};`)
      }
      this.countOne()
      this.#numbers.set(identity, this.#count)
      if (reference !== undefined) this.#numbers.set(reference, this.#count)
      return this.#object(value)
    }
    this.countOne()
    if (value instanceof PhpArray) return this.#members('a:', value.places)
    return this.#scalar(value)
  }

  #scalar(value: Exclude<PhpValue, PhpArray | PhpObject | PhpCustomObject | PhpEnum>): void {
    if (value === null) return this.append('N;')
    if (typeof value === 'string') return this.#quoted(textBytes(value))
    if (Buffer.isBuffer(value)) return this.#quoted(value)
    if (value instanceof PhpFloat) return this.append(`d:${value.text};`)
    if (typeof value === 'boolean') return this.append(value ? 'b:1;' : 'b:0;')
    if (typeof value === 'bigint') return this.append(`i:${asInteger(value)};`)
    if (typeof value !== 'number')
      throw new PhpCodecError('E_PHP_VALUE', `PHP has nothing for what is ${typeof value}.`)
    const isInteger = Number.isSafeInteger(value) && !Object.is(value, -0)
    return this.append(isInteger ? `i:${value};` : `d:${floatText(value)};`)
  }

  #object(value: PhpObject | PhpCustomObject | PhpEnum): void {
    if (value instanceof PhpEnum) {
      const name = nameBytes(`${value.className}:${value.caseName}`)
      this.append(`E:${name.length}:"`)
      this.append(name)
      return this.append('";')
    }
    const name = nameBytes(value.className)
    this.append(`${value instanceof PhpObject ? 'O' : 'C'}:${name.length}:"`)
    this.append(name)
    if (value instanceof PhpObject) return this.#members('":', value.members)
    this.append(`":${value.data.length}:{`)
    this.append(value.data)
    return this.append('}')
  }

  #members(opening: string, members: ReadonlyMap<PhpKey, PhpPlace>): void {
    if (++this.#depth > this.#maxDepth)
      throw new PhpCodecError('E_PHP_LIMIT', `Values are nested deeper than ${this.#maxDepth}.`)
    this.append(`${opening}${members.size}:{`)
    for (const [key, place] of members) {
      this.writeKey(key)
      this.write(place)
    }
    this.append('}')
    this.#depth--
  }

  #quoted(bytes: Buffer): void {
    this.append(`s:${bytes.length}:"`)
    this.append(bytes)
    this.append('";')
  }
}

function isObject(value: PhpValue): value is PhpObject | PhpCustomObject | PhpEnum {
  return value instanceof PhpObject || value instanceof PhpCustomObject || value instanceof PhpEnum
}

function asInteger(value: bigint): bigint {
  if (BigInt.asIntN(64, value) === value) return value
  throw new PhpCodecError('E_PHP_VALUE', 'A bigint has more than 64 bits.')
}
