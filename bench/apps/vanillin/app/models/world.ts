import { Model } from 'vanillin/database'

export class World extends Model('world') {
  toAnswer() {
    return { id: this.id, randomNumber: this.random_number }
  }
}

/** From 1 to 10,000: an id of a row, and what it may hold. */
export function randomNumber() {
  return 1 + Math.floor(Math.random() * 10_000)
}
