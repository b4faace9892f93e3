import { PhpReference } from './php-reference.ts'
import type { PhpKey, PhpPlace, PhpValue } from './php-value.ts'

/** Where values stand: what arrays, objects and sessions are made of. */
export type Places = Map<PhpKey, PhpPlace>

interface Slot {
  readonly places: Places
  readonly key: PhpKey
  place: PhpPlace
}

/**
 * The values that were read so far, by the numbers that `R:` and `r:` give them: every value has one, in the order in which they begin,
 * but for `R:` itself.
 */
export class Slots {
  readonly #slots: Slot[] = []

  get count(): number {
    return this.#slots.length
  }

  /** Puts a value where it stands and numbers it. */
  add(places: Places, key: PhpKey, value: PhpValue): void {
    places.set(key, value)
    this.#slots.push({ places, key, place: value })
  }

  /** The value of a number for one more place: the first one becomes a reference by it. */
  share(number: number): PhpReference | undefined {
    const slot = this.#slots[number - 1]
    if (slot === undefined) return undefined
    const { places, key, place } = slot
    if (place instanceof PhpReference) return place
    const reference = new PhpReference(place)
    // A key that came twice has another value by now.
    if (places.get(key) === place) places.set(key, reference)
    slot.place = reference
    return reference
  }

  at(number: number): PhpValue | undefined {
    const place = this.#slots[number - 1]?.place
    return place instanceof PhpReference ? place.value : place
  }
}
