import type { Middleware } from '../application/middleware.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import type { RouteAction } from './route-action.ts'
import type { Constraints } from './constraint.ts'
import type { RoutePattern } from './route-pattern.ts'

export type RouteHandler = (request: HttpRequest) => HttpResponse | Promise<HttpResponse>

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
}

/** A route with its middleware and action compiled into one function. */
export interface CompiledRoute extends Route {
  readonly handle: RouteHandler
}
