import { AppError } from '#library/app-error'
import type { Booking, Bookings } from '#models/dao/bookings'
import type { Sailing, Sailings } from '#models/dao/sailings'

/** A sailing and how many of its seats can still be had. */
export type OpenSailing = Sailing & { readonly free: number }

/** A line of the passenger list. */
export type Passenger = Booking & { readonly sailing: Sailing }

/** What the office does, out of the daos; controllers talk to it alone. */
export class BookingOffice {
  readonly #sailings: Sailings
  readonly #bookings: Bookings

  constructor(sailings: Sailings, bookings: Bookings) {
    this.#sailings = sailings
    this.#bookings = bookings
  }

  timetable(): OpenSailing[] {
    return this.#sailings.all().map((sailing) => this.#withFreeSeats(sailing))
  }

  /** @throws AppError 1001 */
  sailing(id: number): OpenSailing {
    const sailing = this.#sailings.find(id)
    if (sailing === undefined) throw new AppError(1001)
    return this.#withFreeSeats(sailing)
  }

  /** @throws AppError 1001 no such sailing, 1002 too few seats, 1003 no name or no seat */
  book(sailingId: number, name: string, seats: number): Booking {
    const sailing = this.sailing(sailingId)
    if (name.trim() === '' || seats < 1) throw new AppError(1003)
    if (seats > sailing.free) throw new AppError(1002, `${sailing.free} of ${sailing.seats} are left.`)
    return this.#bookings.add({ sailingId, name: name.trim(), seats })
  }

  passengers(): Passenger[] {
    return this.#bookings.all().map((booking) => ({ ...booking, sailing: this.sailing(booking.sailingId) }))
  }

  #withFreeSeats(sailing: Sailing): OpenSailing {
    const taken = this.#bookings.of(sailing.id).reduce((sum, { seats }) => sum + seats, 0)
    return { ...sailing, free: sailing.seats - taken }
  }
}
