import { VanillinError } from '../errors/vanillin-error.ts'
import type { Constraints } from './constraint.ts'
import { assertNoShadowing } from './assert-no-shadowing.ts'
import { assertParameters } from './assert-parameters.ts'
import { RoutePattern } from './route-pattern.ts'
import { assertController, type ControllerClass } from './route-action.ts'

export type ResourceAction = 'index' | 'create' | 'store' | 'show' | 'edit' | 'update' | 'destroy'

export interface ResourceOptions {
  readonly only?: readonly ResourceAction[]
  readonly except?: readonly ResourceAction[]
  readonly where?: Constraints
}

interface ResourceRoute {
  readonly method: readonly string[]
  readonly path: string
  readonly action: ResourceAction
  readonly name: string
}

const ROUTES: readonly (readonly [ResourceAction, readonly string[], string])[] = [
  ['index', ['GET'], ''],
  ['create', ['GET'], '/create'],
  ['store', ['POST'], ''],
  ['show', ['GET'], '/:id'],
  ['edit', ['GET'], '/:id/edit'],
  ['update', ['PUT', 'PATCH'], '/:id'],
  ['destroy', ['DELETE'], '/:id'],
]

/** @throws VanillinError `E_ROUTE_ACTION` when the controller has none of the actions wanted */
export function defineResource(
  name: string,
  controller: ControllerClass,
  options: ResourceOptions,
): ResourceRoute[] {
  assertController(controller, `The resource "${name}"`)
  assertNoShadowing(controller)
  const wanted = (action: ResourceAction): boolean =>
    (options.only?.includes(action) ?? true) && !(options.except?.includes(action) ?? false)
  const base = resourcePath(name)
  assertParameters(new RoutePattern(`${base}/:id`), options.where ?? {})
  const routes = ROUTES.filter(([action]) => wanted(action) && action in controller.prototype).map(
    ([action, method, suffix]): ResourceRoute => ({
      method,
      path: base + suffix,
      action,
      name: `${name}.${action}`,
    }),
  )
  if (routes.length > 0) return routes
  throw new VanillinError(
    'E_ROUTE_ACTION',
    `${controller.name} has none of the actions of the resource "${name}".`,
  )
}

/** Those for the parameters of one of its routes: not each has them all. */
export function constraintsOf(path: string, constraints: Constraints = {}): Constraints {
  const { parameterNames } = new RoutePattern(path)
  return Object.fromEntries(Object.entries(constraints).filter(([name]) => parameterNames.includes(name)))
}

/** `posts.comments` as `/posts/:post_id/comments`. */
function resourcePath(name: string): string {
  const parts = name.split('.')
  const last = parts.pop()!
  return `${parts.map((part) => `/${part}/:${singular(part)}_id`).join('')}/${last}`
}

function singular(word: string): string {
  const name = word.replaceAll('-', '_')
  if (name.endsWith('ies')) return `${name.slice(0, -3)}y`
  return name.endsWith('s') && !name.endsWith('ss') ? name.slice(0, -1) : name
}
