import { Controller } from '../controller/controller.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import { assertNoShadowing } from './assert-no-shadowing.ts'
import type { ControllerClass } from './route-action.ts'
import { requiredArguments, SIMPLE_ARGUMENTS } from './simple-arguments.ts'

/** Controllers by path (`admin/users`), or modules by file name with the controller as default export. */
export type SimpleControllers = Readonly<Record<string, unknown>>

interface SimpleRoute {
  readonly methods: readonly string[]
  readonly path: string
  readonly controller: ControllerClass
  readonly action: string
}

/** @throws VanillinError `E_CONTROLLER_INVALID` for a file without a controller as its default export, and for one that hides a member */
export function defineSimpleRoutes(controllers: SimpleControllers): SimpleRoute[] {
  return Object.entries(controllers).flatMap(([key, value]) => {
    const controller = toController(key, value)
    assertNoShadowing(controller, key)
    const base = controllerPath(key)
    return actionsOf(controller).flatMap((action) => routesOf(controller, base, action))
  })
}

function toController(key: string, value: unknown): ControllerClass {
  const candidate: unknown =
    typeof value === 'object' && value !== null && 'default' in value ? value.default : value
  if (typeof candidate === 'function' && candidate.prototype instanceof Controller)
    return candidate as ControllerClass
  throw new VanillinError('E_CONTROLLER_INVALID', `${key} has no default export that extends Controller.`)
}

/** `./app/controllers/admin/userGroups.ts` as `/admin/user-groups`; `home` and `index` as `/`. */
function controllerPath(key: string): string {
  const name = key.replace(/^.*controllers\//, '').replace(/\.[cm]?[jt]s$/, '')
  const path = name.split('/').map(kebab).join('/')
  return path === 'home' || path === 'index' ? '' : `/${path}`
}

function actionsOf(controller: ControllerClass): string[] {
  const methods = Object.getOwnPropertyDescriptors(controller.prototype)
  return Object.entries(methods)
    .filter(
      ([name, { value }]) =>
        typeof value === 'function' && !(name in Controller.prototype) && !name.startsWith('_'),
    )
    .map(([name]) => name)
}

function routesOf(controller: ControllerClass, base: string, action: string): SimpleRoute[] {
  const declared = (controller as { methods?: Readonly<Record<string, string | readonly string[]>> })
    .methods?.[action]
  const methods = (typeof declared === 'string' ? [declared] : (declared ?? ['GET'])).map((name) =>
    name.toUpperCase(),
  )
  return pathsOf(controller, base, action).map((path) => ({ methods, path, controller, action }))
}

function pathsOf(controller: ControllerClass, base: string, action: string): string[] {
  const path = `${base}/${kebab(action)}`
  const withArguments = `${path}/*${SIMPLE_ARGUMENTS}`
  if (requiredArguments(controller, action) > 0) return [withArguments]
  return action === 'index' ? [base === '' ? '/' : base, path] : [path, withArguments]
}

function kebab(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase()
}
