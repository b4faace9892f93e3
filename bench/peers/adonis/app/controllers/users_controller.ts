import type { HttpContext } from '@adonisjs/core/http'

export default class UsersController {
  show({ params }: HttpContext) {
    return { id: params.id }
  }
}
