import type { HttpContext } from '@adonisjs/core/http'
import User from '#models/user'

export default class SessionController {
  /** Without a password: hashing one is not what is measured. */
  async store({ auth, request, response, session }: HttpContext) {
    const user = await User.findOrFail(request.input('id'))
    await auth.use('web').login(user)
    session.flash('success', 'Welcome back.')
    return response.redirect('/page')
  }

  async destroy({ auth, response }: HttpContext) {
    await auth.use('web').logout()
    return response.redirect('/page')
  }
}
