import { HttpContext } from '@adonisjs/core/http'
import { Logger } from '@adonisjs/core/logger'
import type { NextFn } from '@adonisjs/core/types/http'

/** Lets the container inject the context and the logger of the request. */
export default class ContainerBindingsMiddleware {
  handle(context: HttpContext, next: NextFn) {
    context.containerResolver.bindValue(HttpContext, context)
    context.containerResolver.bindValue(Logger, context.logger)
    return next()
  }
}
