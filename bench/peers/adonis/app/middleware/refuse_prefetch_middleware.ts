import type { HttpContext } from '@adonisjs/core/http'
import type { NextFn } from '@adonisjs/core/types/http'

export default class RefusePrefetchMiddleware {
  handle({ request, response }: HttpContext, next: NextFn) {
    if (request.header('sec-purpose') === 'prefetch') return response.abort('', 503)
    return next()
  }
}
