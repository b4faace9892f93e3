import type { Middleware } from '../application/middleware.ts'
import { readEnvironment } from '../config/environment.ts'
import { assertParameters } from './assert-parameters.ts'
import type { Constraints } from './constraint.ts'
import { isExemptAction } from './exempt-actions.ts'
import { forwards, type RouteAction } from './route-action.ts'
import { RoutePattern } from './route-pattern.ts'
import type { Route, RouteTier } from './route.ts'

/** What a group hands on to the routes in it. */
export interface RouteScope {
  readonly prefix: string
  readonly name: string
  readonly domain: string | undefined
  readonly version: string | undefined
  readonly constraints: Constraints
  readonly middleware: readonly Middleware[]
  readonly csrfProtection: boolean
}

export const rootScope: RouteScope = {
  prefix: '',
  name: '',
  domain: undefined,
  version: undefined,
  constraints: {},
  middleware: [],
  csrfProtection: true,
}

/** A route while it is being defined: what `route.get(...)` returns, to be named, constrained and guarded. */
export class RouteDefinition {
  readonly #scope: RouteScope
  readonly #methods: readonly string[]
  readonly #pattern: RoutePattern
  readonly #action: RouteAction
  readonly #tier: RouteTier
  readonly #middleware: Middleware[] = []
  readonly #definedBy: { readonly stack?: string } = {}
  #constraints: Constraints = {}
  #name: string | undefined
  #hasSession = true
  #csrfProtection: boolean

  constructor(
    scope: RouteScope,
    methods: readonly string[],
    path: string,
    action: RouteAction,
    tier: RouteTier = 'explicit',
  ) {
    this.#scope = scope
    this.#methods = methods
    this.#pattern = new RoutePattern(joinPaths(scope.prefix, path))
    this.#action = action
    this.#tier = tier
    this.#csrfProtection = scope.csrfProtection && !isExemptAction(action) && !forwards(action)
    if (readEnvironment() !== 'production') Error.captureStackTrace(this.#definedBy, RouteDefinition)
  }

  /** Names the route; URLs are made from names. A group's `as` comes before it. */
  as(name: string): this {
    this.#name = name
    return this
  }

  /**
   * Only paths whose parameters fit reach the route.
   * @throws VanillinError `E_ROUTE_PATTERN` for a parameter that the path does not have
   */
  where(constraints: Constraints): this {
    assertParameters(this.#pattern, constraints)
    this.#constraints = { ...this.#constraints, ...constraints }
    return this
  }

  /** Middleware of this route alone, run in this order after that of its groups. */
  use(...middleware: readonly Middleware[]): this {
    this.#middleware.push(...middleware)
    return this
  }

  /**
   * Takes requests that change something without the token of their session, from whatever page makes a browser send them. For what proves
   * in another way who sends it, such as a webhook with its signature. A group says it by `csrfProtection: false`, a controller of its
   * actions by `static withoutCsrfProtection = ['payments']`.
   */
  withoutCsrfProtection(): this {
    this.#csrfProtection = false
    return this
  }

  /** The route has no session: its store is not asked, whatever cookie comes, and using it is an error. */
  withoutSession(): this {
    this.#hasSession = false
    return this
  }

  /** Whether `simple()` made this route of that action. */
  isSimpleRouteTo(action: RouteAction | undefined): boolean {
    if (this.#tier !== 'simple' || this.#action.kind === 'function' || action?.kind !== 'controller')
      return false
    return this.#action.controller === action.controller && this.#action.method === action.method
  }

  toRoute(): Route {
    const { name, domain, version, constraints, middleware } = this.#scope
    return {
      methods: this.#methods,
      pattern: this.#pattern,
      constraints: { ...constraints, ...this.#constraints },
      name: this.#name === undefined ? undefined : name + this.#name,
      domain,
      version,
      tier: this.#tier,
      action: this.#action,
      middleware: [...middleware, ...this.#middleware],
      hasSession: this.#hasSession,
      csrfProtection: this.#csrfProtection,
      definedBy: this.#definedBy,
    }
  }
}

export function joinPaths(prefix: string, path: string): string {
  const joined = `${prefix.replace(/\/$/, '')}/${path.replace(/^\//, '')}`
  return joined === '/' ? joined : joined.replace(/\/$/, '')
}
