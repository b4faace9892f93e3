import { Table } from '#library/table'

export interface Sailing {
  readonly id: number
  readonly from: string
  readonly to: string
  /** Local time, `07:40`. */
  readonly leaves: string
  readonly seats: number
}

/** Reads and writes the sailings, and knows nothing else. A dao over a database looks the same, with await. */
export class Sailings {
  readonly #table = new Table<Sailing>()

  all(): Sailing[] {
    return this.#table.select().toSorted((a, b) => a.leaves.localeCompare(b.leaves))
  }

  find(id: number): Sailing | undefined {
    return this.#table.find(id)
  }

  add(sailing: Omit<Sailing, 'id'>): Sailing {
    return this.#table.insert(sailing)
  }
}
