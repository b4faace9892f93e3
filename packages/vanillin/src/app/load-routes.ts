import type { Route, RoutesDefinition } from '@vanillin/core'
import { UserError } from '../cli/user-error.ts'
import type { AppLoader } from './app-loader.ts'

/**
 * The default export of routes.ts.
 * @throws UserError when it is something else
 */
export async function loadRoutesDefinition(loader: AppLoader): Promise<RoutesDefinition> {
  const { default: routes } = await loader.import<{ default?: unknown }>('/routes.ts')
  if (isRoutesDefinition(routes)) return routes
  throw new UserError(
    'routes.ts has no routes as its default export.',
    'It reads: export default defineRoutes((route) => { ... })',
  )
}

/** What routes.ts defines, without booting the app: no database has to be there. */
export async function loadRoutes(loader: AppLoader): Promise<readonly Route[]> {
  return listRoutes(await loadRoutesDefinition(loader))
}

/** @throws UserError when two routes have one name */
function listRoutes(definition: RoutesDefinition): readonly Route[] {
  const routes = definition.collect().definitions.map((route) => route.toRoute())
  const named = new Map<string, Route>()
  for (const route of routes) {
    const other = route.name === undefined ? undefined : named.get(route.name)
    if (other !== undefined) {
      throw new UserError(
        `Two routes are named "${route.name}": ${other.pattern.text} and ${route.pattern.text}.`,
        'Give one of them another name with .as().',
      )
    }
    if (route.name !== undefined) named.set(route.name, route)
  }
  return routes
}

/** By its shape: an app may bring another copy of the package than the command. */
function isRoutesDefinition(value: unknown): value is RoutesDefinition {
  return typeof value === 'object' && value !== null && 'collect' in value
}
