import { Controller } from 'vanillin'
import { MessageForm } from '#validators/message-form'

export default class MessagesController extends Controller {
  async store() {
    const form = await this.form(MessageForm)
    if (!form.ok) {
      this.status(422)
      return { errors: form.errors }
    }

    return this.redirectTo('messages.sent')
  }

  sent() {
    return 'Thank you.'
  }
}
