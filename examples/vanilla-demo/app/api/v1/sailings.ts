import { Controller } from 'vanillin'
import { BookingOffice, type OpenSailing } from '#models/service/booking-office'

/** The first version of the API: one line of text for a sailing, which its clients still read. */
export default class SailingsV1Controller extends Controller {
  readonly #office = this.use(BookingOffice)

  index() {
    return this.#office.timetable().map(toVersion1)
  }

  show() {
    return toVersion1(this.#office.sailing(this.params.int('id')))
  }
}

function toVersion1({ id, leaves, from, to }: OpenSailing) {
  return { id, sailing: `${leaves} ${from} - ${to}` }
}
