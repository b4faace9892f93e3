import { Controller } from 'vanillin'
import { Visits } from '#library/visits'

/** `/admin/visits` */
export default class VisitsController extends Controller {
  index() {
    return this.view('admin/visits', { visits: this.use(Visits).all() })
  }
}
