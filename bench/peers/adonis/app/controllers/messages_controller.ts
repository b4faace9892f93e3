import type { HttpContext } from '@adonisjs/core/http'
import { messageForm } from '#validators/message'

export default class MessagesController {
  async store({ request, response }: HttpContext) {
    await request.validateUsing(messageForm)
    return response.redirect('/messages/sent', false, 303)
  }
}
