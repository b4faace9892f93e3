import { toHandler } from '../dispatch/run-action.ts'
import type { HttpResponse } from '../http/http-response.ts'
import type { RouteList } from '../routing/route-builder.ts'
import type { RouteHandler } from '../routing/route.ts'
import { Router } from '../routing/router.ts'
import { compose } from '../dispatch/compose.ts'
import type { OnError } from '../dispatch/guard.ts'
import type { Middleware } from './middleware.ts'

/** The router of a list of routes, each with its chain of middleware and action compiled. */
export function compileRoutes(list: RouteList, middleware: readonly Middleware[], onError: OnError): Router {
  const routes = list.definitions.map((definition) => {
    const route = definition.toRoute()
    const handle = compose([...middleware, ...route.middleware], toHandler(route.action, route.tier), onError)
    return { ...route, handle: route.version === undefined ? handle : varyByAccept(handle) }
  })
  return new Router(routes, { defaultVersion: list.defaultVersion })
}

/** The Accept header chose the version: a cache must not hand one version's answer to a client of another. */
function varyByAccept(handle: RouteHandler): RouteHandler {
  const mark = (response: HttpResponse): HttpResponse => {
    response.headers.append('Vary', 'Accept')
    return response
  }
  return (request) => {
    const response = handle(request)
    return response instanceof Promise ? response.then(mark) : mark(response)
  }
}
