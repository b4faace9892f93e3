import { compose } from '../dispatch/compose.ts'
import type { OnError } from '../dispatch/answer.ts'
import { toStep } from '../dispatch/to-step.ts'
import { VaryStep } from '../dispatch/vary-step.ts'
import type { RouteList } from '../routing/route-builder.ts'
import { Router } from '../routing/router.ts'
import type { Middleware } from './middleware.ts'

/** The router of a list of routes, each with its chain of middleware and action. */
export function compileRoutes(list: RouteList, middleware: readonly Middleware[], onError: OnError): Router {
  const routes = list.definitions.map((definition) => {
    const route = definition.toRoute()
    const handler = compose([...middleware, ...route.middleware], toStep(route, onError), onError)
    return { ...route, handler: route.version === undefined ? handler : new VaryStep(handler) }
  })
  return new Router(routes, { defaultVersion: list.defaultVersion })
}
