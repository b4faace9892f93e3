import { Controller } from 'vanillin'
import { BookingOffice } from '#models/service/booking-office'

/** `/` */
export default class HomeController extends Controller {
  index() {
    return this.view('home/index', { sailings: this.use(BookingOffice).timetable() })
  }
}
