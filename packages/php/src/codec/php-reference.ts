import type { PhpPlace, PhpValue } from './php-value.ts'

/** One value in several places, as `&` makes it in PHP: all of them hold the same PhpReference. */
export class PhpReference {
  value: PhpValue

  constructor(value: PhpValue) {
    this.value = value
  }
}

export function dereference(place: PhpPlace): PhpValue {
  return place instanceof PhpReference ? place.value : place
}
