import type { Provider } from 'vanillin'
import { Visits } from '#library/visits'
import { Bookings } from '#models/dao/bookings'
import { Sailings } from '#models/dao/sailings'
import { BookingOffice } from '#models/service/booking-office'

/** Offers daos and services to the app: each is made once, on first use. */
export function harbour(): Provider {
  return {
    name: 'harbour',
    register(app) {
      app.provide(Visits, () => new Visits())
      app.provide(Bookings, () => new Bookings())
      app.provide(Sailings, () => {
        const sailings = new Sailings()
        sailings.add({ from: 'Kilronan', to: 'Rossaveel', leaves: '08:15', seats: 60 })
        sailings.add({ from: 'Rossaveel', to: 'Kilronan', leaves: '10:30', seats: 60 })
        sailings.add({ from: 'Kilronan', to: 'Doolin', leaves: '11:45', seats: 12 })
        return sailings
      })
      app.provide(BookingOffice, () => new BookingOffice(app.use(Sailings), app.use(Bookings)))
    },
  }
}
