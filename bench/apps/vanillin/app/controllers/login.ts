import { Controller } from 'vanillin'

export default class LoginController extends Controller {
  /** Without a password: hashing one is not what is measured. */
  store() {
    this.session.regenerate()
    this.session.set('userId', this.query.int('id'))
    this.session.flash('success', 'Welcome back.')
    return this.redirectTo('posts.index')
  }

  destroy() {
    this.session.invalidate()
    return this.redirectTo('posts.index')
  }
}
