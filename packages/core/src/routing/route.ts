import type { Middleware } from '../application/middleware.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import type { RouteAction } from './route-action.ts'
import type { Constraints } from './constraint.ts'
import type { RoutePattern } from './route-pattern.ts'

/**
 * Answers the requests of a route: its middleware and its action, one object in another and no closures. V8 warms a method up
 * once for all routes, but closures that are made at boot each for itself, which with a thousand routes is never.
 */
export interface RouteHandler {
  answer(request: HttpRequest): HttpResponse | Promise<HttpResponse>
}

/** Which part of the table a route belongs to; parts are searched in this order. */
export type RouteTier = 'explicit' | 'simple' | 'fallback'

/** A route as it was defined: what `vanillin routes` lists and URLs are made from. */
export interface Route {
  readonly methods: readonly string[]
  readonly pattern: RoutePattern
  readonly constraints: Constraints
  readonly name: string | undefined
  readonly domain: string | undefined
  readonly version: string | undefined
  readonly tier: RouteTier
  readonly action: RouteAction
  readonly middleware: readonly Middleware[]
  /** False where the store of sessions is never asked. */
  readonly hasSession: boolean
  /** False where a request that changes something may come from any page and without the token of its session. */
  readonly csrfProtection: boolean
  /** Outside of production, where it was defined. */
  readonly definedBy: { readonly stack?: string }
}

/** A route with what answers its requests. */
export interface CompiledRoute extends Route {
  readonly handler: RouteHandler
}
