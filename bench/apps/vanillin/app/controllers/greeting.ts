import { Controller, text } from 'vanillin'
import { shared } from 'vanillin/cache'

export default class GreetingController extends Controller {
  text() {
    return text('Hello, World!')
  }

  index() {
    return { message: 'Hello, World!' }
  }

  count() {
    return { seen: shared<number>('counters').increment('seen') }
  }
}
