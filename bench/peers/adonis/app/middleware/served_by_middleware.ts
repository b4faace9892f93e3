import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

export default class ServedByMiddleware {
  handle({ response }: HttpContext, next: NextFn) {
    response.header('x-served-by', 'bench')
    return next()
  }
}
