import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

/** Sends whoever has not logged in to the page for that. */
export default class AuthMiddleware {
  async handle(context: HttpContext, next: NextFn) {
    await context.auth.authenticateUsing(['web'], { loginRoute: '/login' })
    return next()
  }
}
