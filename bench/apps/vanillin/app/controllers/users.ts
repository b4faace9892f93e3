import { Controller } from 'vanillin'

export default class UsersController extends Controller {
  show() {
    return { id: this.params.int('id') }
  }
}
