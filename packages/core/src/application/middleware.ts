import { callerName } from './caller-name.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { ActionFault } from '../routing/action-fault.ts'
import type { HttpResponse } from '../http/http-response.ts'
import type { CorsPolicy } from '../security/cors-policy.ts'

/**
 * Runs what comes after: further middleware, then the action. Errors have become responses by then.
 * @param request in place of the one that came in
 */
export type Next = (request?: HttpRequest) => HttpResponse | Promise<HttpResponse>

/** What a middleware does; any value that an action may return may be returned here too. */
export type MiddlewareFunction = (request: HttpRequest, next: Next) => unknown

/** A middleware as routes and boot lists take it. */
export class Middleware {
  readonly run: MiddlewareFunction
  readonly #made: { readonly stack?: string } = {}

  constructor(run: MiddlewareFunction) {
    this.run = run
    if (run.name === '') Error.captureStackTrace(this.#made, middleware)
  }

  /** @internal asked for before it runs: a preflight has no route of its own, and the check of origins comes before all */
  get corsPolicy(): CorsPolicy | undefined {
    return undefined
  }

  /** For lists and messages: that of its function, else of the function that made it, else of the file. */
  get name(): string {
    return this.run.name || (callerName(this.#made.stack) ?? 'middleware')
  }
}

/** One that returns nothing answers nothing: the compiler's message says so. */
type AnsweringMiddleware<Result> = [ActionFault<Result>] extends ['nothing']
  ? [ActionFault<Result>] extends [never]
    ? unknown
    : 'the middleware returns nothing: write `return next()`'
  : unknown

/**
 * Something that runs around an action: on the boot list for every request, in a group or on a route.
 * Arguments come through a function of your own, whose name `vanillin routes` lists.
 *
 * @example
 * export const requireHeader = (name: string) =>
 *   middleware((request, next) => {
 *     if (!request.headers.has(name)) return abort(400, `Send ${name}.`)
 *     return next()
 *   })
 */
export function middleware<Result>(
  run: ((request: HttpRequest, next: Next) => Result) & AnsweringMiddleware<Result>,
): Middleware {
  return new Middleware(run)
}
