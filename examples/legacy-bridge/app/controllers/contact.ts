import { Controller } from 'vanillin'
import { Message } from '#models/message'
import { EntryForm } from '#validators/entry-form'

/** Takes what PHP's form sends. What is wrong with it, and the thanks, PHP's page shows. */
export default class ContactController extends Controller {
  async store() {
    await Message.create(await this.validate(EntryForm))
    this.session.flash('success', 'Thank you. We answer within a week.')
    return this.redirect('/contact')
  }
}
