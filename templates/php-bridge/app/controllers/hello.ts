import { Controller } from 'vanillin'

export default class HelloController extends Controller {
  index() {
    return this.view('hello/index', { name: this.query.string('name', 'world') })
  }
}
