import { Controller } from 'vanillin'
import { Entry } from '#models/entry'
import { EntryForm } from '#validators/entry-form'

export default class GuestbookController extends Controller {
  async index() {
    return this.view('guestbook/index', { entries: await Entry.orderBy('id').get() })
  }

  async store() {
    const entry = await Entry.create(await this.validate(EntryForm))
    this.session.flash('success', 'Thank you for your words.')
    return this.redirect(`/pages/guestbook.php#entry-${entry.id}`)
  }
}
