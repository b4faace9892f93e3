import { Controller } from 'vanillin'
import { BookingOffice } from '#models/service/booking-office'

/** The second version: fields of their own, free seats, and bookings. */
export default class SailingsV2Controller extends Controller {
  readonly #office = this.use(BookingOffice)

  index() {
    return { sailings: this.#office.timetable() }
  }

  show() {
    return this.#office.sailing(this.params.int('id'))
  }

  book() {
    const id = this.params.int('id')
    const booking = this.#office.book(id, this.input.string('name', ''), this.input.int('seats', 1))
    this.status(201).header('Location', this.url('sailings.show', { id }))
    return booking
  }
}
