import { Table } from '#library/table'

export interface Booking {
  readonly id: number
  readonly sailingId: number
  readonly name: string
  readonly seats: number
}

/** Reads and writes the bookings, and knows nothing else. */
export class Bookings {
  readonly #table = new Table<Booking>()

  all(): Booking[] {
    return this.#table.select()
  }

  of(sailingId: number): Booking[] {
    return this.#table.select((booking) => booking.sailingId === sailingId)
  }

  add(booking: Omit<Booking, 'id'>): Booking {
    return this.#table.insert(booking)
  }
}
