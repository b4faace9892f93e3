import { Controller } from 'vanillin'
import { BookingOffice } from '#models/service/booking-office'

/** `/sailings`, `/sailings/show/2`, and by POST `/sailings/book/2`. */
export default class SailingsController extends Controller {
  /** Simple routes answer GET and HEAD; an action that changes something says otherwise. */
  static methods = { book: 'POST' }

  readonly #office = this.use(BookingOffice)

  index() {
    return this.view('sailings/index', { sailings: this.#office.timetable() })
  }

  show(id: string) {
    return this.view('sailings/show', { sailing: this.#office.sailing(Number(id)) })
  }

  book(id: string) {
    const { sailingId } = this.#office.book(
      Number(id),
      this.input.string('name', ''),
      this.input.int('seats', 1),
    )
    return this.redirect(`/sailings/show/${sailingId}`, 303)
  }
}
