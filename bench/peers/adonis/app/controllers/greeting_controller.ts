import type { HttpContext } from '@adonisjs/core/http'

export default class GreetingController {
  text({ response }: HttpContext) {
    response.type('text/plain; charset=utf-8')
    return 'Hello, World!'
  }

  json() {
    return { message: 'Hello, World!' }
  }
}
