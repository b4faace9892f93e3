import { dereference, PhpReference } from './php-reference.ts'
import type { PhpKey, PhpPlace, PhpValue } from './php-value.ts'
import { toPhpKey } from './to-php-key.ts'

/**
 * An array of PHP: a map in the order in which its keys came, with ints and strings as keys. As in PHP, `'7'` and 7 are one key, and
 * setting what is a reference sets it wherever it is shared. Unlike in PHP, who passes one on passes on the same array and no copy.
 *
 * @example
 * const cart = PhpArray.from([['sku-1', 2], [7, 'seven']])
 * cart.get('7') // 'seven'
 * cart.push('last') // under 8
 */
export class PhpArray implements Iterable<readonly [PhpKey, PhpValue]> {
  /** @internal */
  readonly places: Map<PhpKey, PhpPlace> = new Map()
  /** The int that `push` takes; looked for when it is first asked for. */
  #next: bigint | undefined

  static from(entries: Iterable<readonly [PhpKey, PhpValue]>): PhpArray {
    const array = new PhpArray()
    for (const [key, value] of entries) array.set(key, value)
    return array
  }

  static list(values: Iterable<PhpValue>): PhpArray {
    const array = new PhpArray()
    let index = 0
    for (const value of values) array.places.set(index++, value)
    return array
  }

  get size(): number {
    return this.places.size
  }

  /** Whether its keys are 0, 1, 2 and so on, in this order, as PHP's `array_is_list()` has it. */
  get isList(): boolean {
    let index = 0
    for (const key of this.places.keys()) if (key !== index++) return false
    return true
  }

  get(key: PhpKey): PhpValue | undefined {
    const place = this.places.get(toPhpKey(key))
    return place === undefined ? undefined : dereference(place)
  }

  has(key: PhpKey): boolean {
    return this.places.has(toPhpKey(key))
  }

  set(key: PhpKey, value: PhpValue): this {
    const known = toPhpKey(key)
    const place = this.places.get(known)
    if (place instanceof PhpReference) place.value = value
    else this.places.set(known, value)
    if (this.#next !== undefined && typeof known !== 'string' && known >= this.#next)
      this.#next = BigInt(known) + 1n
    return this
  }

  /** Takes the key away; what shares its value by a reference keeps it. */
  delete(key: PhpKey): boolean {
    return this.places.delete(toPhpKey(key))
  }

  /** Appends under the int that comes after the largest; answers it. */
  push(value: PhpValue): PhpKey {
    this.#next ??= this.#afterLargest()
    const key = toPhpKey(this.#next)
    this.#next += 1n
    this.places.set(key, value)
    return key
  }

  keys(): IterableIterator<PhpKey> {
    return this.places.keys()
  }

  *values(): IterableIterator<PhpValue> {
    for (const place of this.places.values()) yield dereference(place)
  }

  *[Symbol.iterator](): IterableIterator<readonly [PhpKey, PhpValue]> {
    for (const [key, place] of this.places) yield [key, dereference(place)]
  }

  #afterLargest(): bigint {
    let largest = -1n
    for (const key of this.places.keys()) if (typeof key !== 'string' && key > largest) largest = BigInt(key)
    return largest + 1n
  }
}
