import { Controller } from 'vanillin'

export default class UsersController extends Controller {
  show() {
    this.header('x-served-by', 'bench')
    return { id: this.params.int('id') }
  }
}
