import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'

/** Runs what comes after: further middleware, then the action. Errors have become responses by then. */
export type Next = () => HttpResponse | Promise<HttpResponse>

/** What a middleware does; any value that an action may return may be returned here too. */
export type MiddlewareFunction = (request: HttpRequest, next: Next) => unknown

/** A middleware as routes and boot lists take it. */
export class Middleware {
  readonly name: string
  readonly run: MiddlewareFunction

  constructor(run: MiddlewareFunction) {
    this.name = run.name === '' ? 'middleware' : run.name
    this.run = run
  }
}

/**
 * Something that runs around an action: on the boot list for every request, in a group or on a route.
 * Arguments come through a function of your own.
 *
 * @example
 * export const requireHeader = (name: string) =>
 *   middleware((request, next) => {
 *     if (!request.headers.has(name)) return abort(400, `Send ${name}.`)
 *     return next()
 *   })
 */
export function middleware(run: MiddlewareFunction): Middleware {
  return new Middleware(run)
}
