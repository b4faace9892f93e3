import type { Middleware } from '../application/middleware.ts'
import type { Controller } from '../controller/controller.ts'
import { didYouMean } from '../errors/nearest-name.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import type { HttpRequest } from '../http/http-request.ts'
import { redirect } from '../http/responses.ts'
import { assertNoShadowing } from './assert-no-shadowing.ts'
import type { Constraints } from './constraint.ts'
import type { HandlerFunction } from './handler-function.ts'
import { constraintsOf, defineResource, type ResourceAction, type ResourceOptions } from './resource.ts'
import {
  type AnsweringController,
  assertController,
  type ControllerAction,
  type RouteAction,
} from './route-action.ts'
import { joinPaths, RouteDefinition, rootScope, type RouteScope } from './route-definition.ts'
import { RoutePattern } from './route-pattern.ts'
import type { RouteTier } from './route.ts'
import { defineSimpleRoutes, type SimpleControllers } from './simple-routes.ts'

export interface GroupOptions {
  /** Comes before the paths of the group. */
  readonly prefix?: string
  /** Comes before the names of the group, as `admin.`. */
  readonly as?: string
  /** Only requests for this host, as `admin.example.com` or `:tenant.example.com`. */
  readonly domain?: string
  readonly where?: Constraints
  readonly middleware?: readonly Middleware[]
  /**
   * False takes requests that change something from any page and without the token of their session: for webhooks and for APIs whose
   * clients prove by a token of their own who they are. A group inside may say true again.
   */
  readonly csrfProtection?: boolean
}

/** Everything that `defineRoutes` collected. */
export interface RouteList {
  readonly definitions: RouteDefinition[]
  defaultVersion: string | undefined
  errorAction: RouteAction | undefined
}

/**
 * Collects routes in the order of its calls.
 *
 * @example
 * route.get('/posts/:id', [PostsController, 'show']).as('posts.show').where({ id: 'int' })
 * route.group({ prefix: '/admin', middleware: [onlyStaff] }, (route) => {
 *   route.get('/', () => 'Hello, staff.')
 * })
 */
export class RouteBuilder {
  readonly #scope: RouteScope
  readonly #list: RouteList

  constructor(list: RouteList, scope: RouteScope = rootScope) {
    this.#list = list
    this.#scope = scope
  }

  get<Instance extends Controller>(
    path: string,
    action: ControllerAction<Instance> | HandlerFunction,
  ): RouteDefinition {
    return this.#add(['GET'], path, action)
  }

  post<Instance extends Controller>(
    path: string,
    action: ControllerAction<Instance> | HandlerFunction,
  ): RouteDefinition {
    return this.#add(['POST'], path, action)
  }

  put<Instance extends Controller>(
    path: string,
    action: ControllerAction<Instance> | HandlerFunction,
  ): RouteDefinition {
    return this.#add(['PUT'], path, action)
  }

  patch<Instance extends Controller>(
    path: string,
    action: ControllerAction<Instance> | HandlerFunction,
  ): RouteDefinition {
    return this.#add(['PATCH'], path, action)
  }

  delete<Instance extends Controller>(
    path: string,
    action: ControllerAction<Instance> | HandlerFunction,
  ): RouteDefinition {
    return this.#add(['DELETE'], path, action)
  }

  /** Every method. */
  any<Instance extends Controller>(
    path: string,
    action: ControllerAction<Instance> | HandlerFunction,
  ): RouteDefinition {
    return this.#add(['*'], path, action)
  }

  /** The methods listed, in upper case. */
  methods<Instance extends Controller>(
    methods: readonly string[],
    path: string,
    action: ControllerAction<Instance> | HandlerFunction,
  ): RouteDefinition {
    return this.#add(methods, path, action)
  }

  /** Sends the client from one path to another, which may repeat the first one's parameters. */
  redirect(from: string, to: string, status: 301 | 302 | 303 | 307 | 308 = 302): RouteDefinition {
    const target = to.startsWith('/') ? new RoutePattern(to) : undefined
    return this.#add(['GET'], from, (request: HttpRequest) =>
      redirect(target?.build(request.match?.parameters() ?? {}) ?? to, status),
    )
  }

  /** Routes that share a prefix, names, a domain, constraints, middleware or how they stand to forged requests. Groups nest. */
  group(options: GroupOptions, define: (route: RouteBuilder) => void): void {
    const { prefix, name, domain, version, constraints, middleware, csrfProtection } = this.#scope
    define(new RouteBuilder(this.#list, {
      prefix: joinPaths(prefix, options.prefix ?? ''),
      name: name + (options.as ?? ''),
      domain: options.domain ?? domain,
      version,
      constraints: { ...constraints, ...options.where },
      middleware: [...middleware, ...(options.middleware ?? [])],
      csrfProtection: options.csrfProtection ?? csrfProtection,
    }))
  }

  /** Routes of one host: `group({ domain })` by another name. */
  domain(domain: string, define: (route: RouteBuilder) => void): void {
    this.group({ domain }, define)
  }

  /**
   * The seven routes of a resource, as Laravel names them: index, create, store, show, edit, update,
   * destroy. Those that the controller has no method for are left out. `posts.comments` nests:
   * `/posts/:post_id/comments/:id`.
   */
  resource<Instance extends Controller>(
    name: string,
    controller: AnsweringController<Instance, ResourceAction>,
    options: ResourceOptions = {},
  ): void {
    for (const { method, path, action, name: routeName } of defineResource(name, controller, options)) {
      this.#push(method, path, { kind: 'controller', controller, method: action })
        .as(routeName)
        .where(constraintsOf(path, options.where))
    }
  }

  /**
   * Vanilla's simple routes: `/posts/show/7` calls `PostsController.show('7')`, `/posts` its `index()`, `/` the `index()`
   * of the controller named `home` or `index`. Only methods that the controller itself declares are reached, none whose name
   * begins with an underscore, by GET and HEAD unless `static methods = { store: 'POST' }` says otherwise.
   * TypeScript's `private` is gone at run time: name a helper `#find` or `_find`.
   * Explicit routes win.
   *
   * @param controllers by path, or a Vite glob of their files:
   * `import.meta.glob('./app/controllers/**\/*.ts', { eager: true })`
   */
  simple(controllers: SimpleControllers): void {
    for (const { methods, path, controller, action } of defineSimpleRoutes(controllers)) {
      this.#push(methods, path, { kind: 'controller', controller, method: action }, 'simple')
    }
  }

  /**
   * API versions, chosen by the Accept header `application/vnd.<app>.v2+json`. A request that names none gets
   * `default`, or else the routes outside of `restful`; one that names another version is answered 406.
   */
  restful(
    versions: Readonly<Record<`v${number}`, (route: RouteBuilder) => void>>,
    options: { readonly default?: `v${number}` } = {},
  ): void {
    this.#list.defaultVersion = options.default ?? this.#list.defaultVersion
    for (const [version, define] of Object.entries(versions)) {
      define(new RouteBuilder(this.#list, { ...this.#scope, version }))
    }
  }

  /** Answers what no other route does, everywhere or below a path such as `/shop/*`. */
  fallback(handler: HandlerFunction): RouteDefinition
  fallback<Instance extends Controller>(
    path: string,
    action: ControllerAction<Instance> | HandlerFunction,
  ): RouteDefinition
  fallback(path: string | HandlerFunction, action?: unknown): RouteDefinition {
    if (typeof path !== 'string') return this.#push(['*'], '/*', toAction(path), 'fallback')
    return this.#push(['*'], path, toAction(action), 'fallback')
  }

  /** The action that renders error pages outside of development; it is called with an `HttpError`. */
  error<Instance extends Controller>(action: ControllerAction<Instance>): void {
    this.#list.errorAction = toAction(action)
  }

  #add(methods: readonly string[], path: string, action: unknown): RouteDefinition {
    return this.#push(methods, path, toAction(action))
  }

  #push(methods: readonly string[], path: string, action: RouteAction, tier?: RouteTier): RouteDefinition {
    const definition = new RouteDefinition(this.#scope, methods, path, action, tier)
    this.#list.definitions.push(definition)
    return definition
  }
}

function toAction(action: unknown): RouteAction {
  if (typeof action === 'function') return { kind: 'function', run: action as HandlerFunction }
  if (Array.isArray(action) && typeof action[1] === 'string') {
    const [controller, method] = action as [unknown, string]
    assertController(controller, `The route to "${method}"`)
    assertNoShadowing(controller)
    const own = controller.prototype as unknown as Record<string, unknown>
    if (typeof own[method] === 'function') return { kind: 'controller', controller, method }
    const meant = didYouMean(method, Object.getOwnPropertyNames(controller.prototype))
    throw new VanillinError('E_ROUTE_ACTION', `${controller.name} has no method "${method}".${meant}`)
  }
  throw new VanillinError('E_ROUTE_ACTION', `Not an action: ${String(action)}.`)
}
