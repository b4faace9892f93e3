import { Controller } from 'vanillin'
import { BookingOffice } from '#models/service/booking-office'

/** `/admin/passengers`: a subfolder is a part of the path. The plugin guards it. */
export default class PassengersController extends Controller {
  index() {
    return this.view('admin/passengers', { passengers: this.use(BookingOffice).passengers() })
  }
}
