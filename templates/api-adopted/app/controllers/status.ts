import { Controller } from 'vanillin'

export default class StatusController extends Controller {
  index() {
    return { name: this.config.app.name }
  }
}
