import { Controller } from 'vanillin'

export default class GreetingController extends Controller {
  index() {
    return { message: 'Hello, World!' }
  }
}
