import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { Controller } from 'vanillin'
import { Message } from '#models/message'
import { member } from '#services/member'
import { dataFolder } from '#config/folders'

export default class AccountController extends Controller {
  async show() {
    const name = member.userId(this.session)
    if (name === undefined) return this.redirect('/login')
    const messages = await Message.orderBy('id', 'desc').limit(5).get()
    return this.view('account/show', { name: String(name), hasPicture: await hasPicture(name), messages })
  }

  logout() {
    member.logout(this.session)
    this.session.flash('success', 'You are logged out.')
    return this.redirect('/')
  }
}

/** Pictures are kept, and sent, by PHP. */
function hasPicture(name: string | number): Promise<boolean> {
  return access(join(dataFolder, `picture-${name}`)).then(
    () => true,
    () => false,
  )
}
