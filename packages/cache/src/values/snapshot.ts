import { CacheError } from '../errors/cache-error.ts'
import type { RevivableClasses } from './revivable-classes.ts'
import { setOwn } from './set-own.ts'
import { Special } from './special.ts'

const deepest = 200

/** A value as a cache keeps it: frozen, and nobody's. */
export interface Snapshot {
  readonly value: unknown
  /** Whether all readers may have the same one: there is nothing in it that could be changed. */
  readonly isShareable: boolean
  /** Whether JSON holds it as it is. */
  readonly isJson: boolean
  /** How much it takes, roughly. */
  readonly bytes: number
}

/** @throws CacheError `E_CACHE_VALUE` with the place of what cannot be kept */
export function takeSnapshot(value: unknown, classes: RevivableClasses): Snapshot {
  const taker = new SnapshotTaker(classes)
  const frozen = taker.take(value)
  return { value: frozen, isShareable: taker.isShareable, isJson: taker.isJson, bytes: taker.bytes }
}

class SnapshotTaker {
  isShareable = true
  isJson = true
  bytes = 0
  readonly #classes: RevivableClasses
  readonly #path: (string | number)[] = []
  readonly #above: object[] = []

  constructor(classes: RevivableClasses) {
    this.#classes = classes
  }

  take(value: unknown): unknown {
    switch (typeof value) {
      case 'string':
        this.bytes += 2 * value.length + 16
        return value
      case 'number':
        this.bytes += 8
        if (!Number.isFinite(value) || Object.is(value, -0)) this.isJson = false
        return value
      case 'boolean':
        this.bytes += 8
        return value
      case 'bigint':
      case 'undefined':
        this.bytes += 16
        this.isJson = false
        return value
      case 'object':
        return value === null ? value : this.#takeObject(value)
      default:
        throw this.#refused(`a ${typeof value}`)
    }
  }

  #takeObject(value: object): unknown {
    if (this.#above.includes(value)) throw this.#refused('an object that holds itself')
    if (this.#above.length === deepest) throw this.#refused(`nested deeper than ${deepest} levels`)
    this.bytes += 32
    this.#above.push(value)
    const taken = this.#frozen(value)
    this.#above.pop()
    return taken
  }

  #frozen(value: object): unknown {
    const prototype: unknown = Object.getPrototypeOf(value)
    if (prototype === Array.prototype) return this.#list(value as unknown[])
    if (prototype === Object.prototype || prototype === null)
      return this.#object(value as Record<string, unknown>)
    this.isShareable = this.isJson = false
    if (prototype === Date.prototype) return new Special('date', (value as Date).getTime())
    if (prototype === Map.prototype) return this.#map(value as Map<unknown, unknown>)
    if (prototype === Set.prototype) return new Special('set', this.#list([...(value as Set<unknown>)]))
    if (prototype === Uint8Array.prototype) return this.#bytes('bytes', value as Uint8Array)
    if (prototype === Buffer.prototype) return this.#bytes('buffer', value as Uint8Array)
    return this.#instance(value)
  }

  #list(items: readonly unknown[]): readonly unknown[] {
    const copy: unknown[] = []
    for (let index = 0; index < items.length; index += 1) copy.push(this.#at(index, items[index]))
    return Object.freeze(copy)
  }

  #object(object: Record<string, unknown>): object {
    const copy: Record<string, unknown> = {}
    for (const name of Object.keys(object)) {
      const item = object[name]
      // As JSON has it: one that is undefined is not there.
      if (item === undefined) continue
      this.bytes += 2 * name.length
      setOwn(copy, name, this.#at(name, item))
    }
    return Object.freeze(copy)
  }

  #map(map: ReadonlyMap<unknown, unknown>): Special {
    const pairs = Array.from(map, ([key, item], index) => [this.#at(index, key), this.#at(index, item)])
    return new Special('map', pairs)
  }

  #bytes(kind: 'bytes' | 'buffer', bytes: Uint8Array): Special {
    this.bytes += bytes.length
    return new Special(kind, Uint8Array.from(bytes))
  }

  #instance(value: object): Special {
    const name = this.#classes.nameOf(value)
    if (name === undefined) throw this.#refused(`a ${value.constructor?.name || 'class without a name'}`)
    return new Special('class', [name, this.#at('toPlain()', (value as { toPlain(): unknown }).toPlain())])
  }

  #at(place: string | number, value: unknown): unknown {
    this.#path.push(place)
    const taken = this.take(value)
    this.#path.pop()
    return taken
  }

  #refused(what: string): CacheError {
    const place = this.#path.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`)).join('')
    return new CacheError(
      'E_CACHE_VALUE',
      `value${place} is ${what}, which would not come back from the cache as it was.`,
    )
  }
}
