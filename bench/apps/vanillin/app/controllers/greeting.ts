import { Controller, text } from 'vanillin'

export default class GreetingController extends Controller {
  text() {
    return text('Hello, World!')
  }

  index() {
    return { message: 'Hello, World!' }
  }
}
