import { PhpArray } from '../../php-array.ts'
import { PhpEnum } from '../../php-enum.ts'
import { PhpFloat } from '../../php-float.ts'
import { PhpObject } from '../../php-object.ts'
import { PhpReference } from '../../php-reference.ts'
import type { PhpKey, PhpPlace, PhpValue } from '../../php-value.ts'

/** Random values of every kind that JavaScript can make, the same for the same seed. */
export class RandomValues {
  #state: number
  #objects: PhpValue[] = []

  constructor(seed: number) {
    this.#state = seed
  }

  next(): PhpValue {
    this.#objects = []
    return this.#value(0)
  }

  /** mulberry32 */
  #random(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let hash = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    hash = (hash + Math.imul(hash ^ (hash >>> 7), 61 | hash)) ^ hash
    return ((hash ^ (hash >>> 14)) >>> 0) / 2 ** 32
  }

  #below(end: number): number {
    return Math.floor(this.#random() * end)
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items.at(this.#below(items.length)) as Item
  }

  #bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.#below(256)))
  }

  #text(): string | Buffer {
    const bytes = this.#bytes(this.#below(12))
    return this.#pick([
      () => '',
      () => bytes.toString('hex'),
      () => (isUtf8(bytes) ? bytes.toString() : bytes),
      () => this.#pick(['ä€😀', 'a\0b', '";i:1;}', '__proto__', 'constructor', '7', '-7', '07', '|']),
    ])()
  }

  #float(): number {
    const bits = this.#bytes(8)
    return this.#pick([
      () => bits.readDoubleBE(0),
      () => this.#below(1e6) / 100,
      () => (this.#random() - 0.5) * 10 ** (this.#below(60) - 30),
      () => this.#pick([0, -0, 1, 1e14, 1e15, 1e16, 1e17, 1e18, 1e21, 1e22, 0.1, 1e-4, 1e-5, 5e-324, NaN]),
      () => this.#pick([Number.MAX_VALUE, -Number.MAX_VALUE, Infinity, -Infinity, 2 ** 53, -(2 ** 63)]),
    ])()
  }

  #integer(): number | bigint {
    const integer = this.#bytes(8).readBigInt64BE(0)
    return this.#pick([
      () => this.#below(20) - 10,
      () => (Number.isSafeInteger(Number(integer)) ? Number(integer) : integer),
      () => this.#pick([2n ** 63n - 1n, -(2n ** 63n), 2n ** 53n]),
      () => this.#pick([Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]),
    ])()
  }

  #value(depth: number): PhpValue {
    const scalars = [
      () => null,
      () => this.#random() < 0.5,
      () => this.#integer(),
      () => new PhpFloat(this.#float()),
      () => this.#text(),
      () => this.#text(),
    ]
    const nested = [
      () => PhpArray.list(this.#several(depth)),
      () => PhpArray.from(this.#several(depth).map((value) => [this.#key(), value])),
      () => this.#object(depth),
      () => this.#pick([new PhpEnum('Suit', 'Hearts'), new PhpEnum('Level', 'Low')]),
      () => this.#shared(depth),
      () => (this.#objects.length === 0 ? null : this.#pick(this.#objects)),
    ]
    return this.#pick<() => PhpValue>(depth > 3 ? scalars : [...scalars, ...nested])()
  }

  #several(depth: number): PhpValue[] {
    return Array.from({ length: this.#below(6) }, () => this.#value(depth + 1))
  }

  #key(): PhpKey {
    const text = this.#text()
    return this.#random() < 0.5 && typeof text === 'string' ? text : this.#integer()
  }

  #object(depth: number): PhpObject {
    const members = new Map<PhpKey, PhpPlace>()
    const object = new PhpObject(this.#pick(['stdClass', 'App\\Unknown', 'Größe']), members)
    this.#objects.push(object)
    for (const value of this.#several(depth)) members.set(`p${this.#below(9)}`, value)
    return object
  }

  #shared(depth: number): PhpArray {
    const reference = new PhpReference(this.#value(depth + 1))
    const array = PhpArray.from([['x', this.#text()]])
    array.places.set('a', reference)
    array.places.set('b', reference)
    return array
  }
}

function isUtf8(bytes: Buffer): boolean {
  return Buffer.from(bytes.toString('utf8'), 'utf8').equals(bytes)
}
