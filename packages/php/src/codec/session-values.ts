import { PhpCodecError } from './php-codec-error.ts'
import { dereference, PhpReference } from './php-reference.ts'
import type { PhpValue } from './php-value.ts'
import type { Places } from './slots.ts'

/** How the values of a session came. */
export interface SessionBytes {
  /** What stood in each name's place, to be written back as it is. */
  readonly raw: ReadonlyMap<string, Buffer>
  /** Some values refer to others by their numbers: all are written anew, or a number would be wrong. */
  readonly hasReferences: boolean
  /** Some are data that nobody reads, in which numbers may hide. */
  readonly hasCustomObjects: boolean
}

/**
 * What `$_SESSION` holds, by name. What nobody touches is written back byte for byte. `set` is `$_SESSION['name'] = $value` in all of its consequences: what
 * shares a reference with it changes too; `delete` is `unset($_SESSION['name'])`, and what shared its value keeps it.
 */
export class SessionValues {
  readonly #places: Places
  readonly #raw: Map<string, Buffer>
  readonly #isShared: boolean
  readonly #isFixed: boolean

  constructor(places: Places = new Map(), bytes?: SessionBytes) {
    this.#places = places
    this.#raw = new Map(bytes?.raw)
    this.#isShared = bytes?.hasReferences ?? false
    this.#isFixed = this.#isShared && (bytes?.hasCustomObjects ?? false)
  }

  get(name: string): PhpValue | undefined {
    const place = this.#places.get(name)
    return place === undefined ? undefined : dereference(place)
  }

  has(name: string): boolean {
    return this.#places.has(name)
  }

  names(): readonly string[] {
    return Array.from(this.#places.keys(), String)
  }

  /** @throws PhpCodecError `E_PHP_VALUE` */
  set(name: string, value: PhpValue): void {
    this.#assertChangeable()
    const place = this.#places.get(name)
    if (place instanceof PhpReference) place.value = value
    else this.#places.set(name, value)
    this.#raw.delete(name)
  }

  /** @throws PhpCodecError `E_PHP_VALUE` */
  delete(name: string): void {
    if (!this.#places.has(name)) return
    this.#assertChangeable()
    this.#places.delete(name)
    this.#raw.delete(name)
  }

  /** @internal For a format: the places, and the bytes of those that can stay as they are. */
  get parts(): { readonly places: Places; readonly raw: ReadonlyMap<string, Buffer> | undefined } {
    return { places: this.#places, raw: this.#isShared && !this.#isFixed ? undefined : this.#raw }
  }

  #assertChangeable(): void {
    if (this.#isFixed)
      throw new PhpCodecError(
        'E_PHP_VALUE',
        'The session holds references and an object in a form of its own (C:), whose bytes may hold numbers of other values: nothing in it can be changed safely.',
      )
  }
}
