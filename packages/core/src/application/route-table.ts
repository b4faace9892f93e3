import type { Environment } from '../config/environment.ts'
import { compose } from '../dispatch/compose.ts'
import type { OnError } from '../dispatch/answer.ts'
import { ErrorResponder } from '../error-pages/error-responder.ts'
import type { RouteList } from '../routing/route-builder.ts'
import type { RouteHandler } from '../routing/route.ts'
import type { Router } from '../routing/router.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { BootParts } from './boot-list.ts'
import { compileRoutes } from './compile-routes.ts'
import { UnmatchedStep } from './unmatched-step.ts'

/** The routes in force and what was compiled with them; a hot reload replaces it as a whole. */
export interface RouteTable {
  readonly router: Router
  readonly onError: OnError
  /** Global middleware around the answer to requests without a route. */
  readonly unmatched: RouteHandler
  /** Whether a request that changes something may come from a page of another site: its route takes any, or a CORS policy on its way this one. */
  admits(origin: string | undefined, request: HttpRequest): boolean
}

export function createRouteTable(
  list: RouteList,
  { middleware, plugins }: BootParts,
  environment: Environment,
): RouteTable {
  const errors = new ErrorResponder({ environment, plugins, action: list.errorAction })
  const onError = errors.respond.bind(errors)
  const router = compileRoutes(list, middleware, onError)
  return {
    router,
    onError,
    unmatched: compose(middleware, new UnmatchedStep(router, onError), onError),
    admits: (origin, request) => {
      const route = router.match(request)?.route
      if (route?.csrfProtection === false) return true
      if (origin === undefined) return false
      return [...middleware, ...(route?.middleware ?? [])].some(
        ({ corsPolicy }) => corsPolicy?.admits(origin, request) === true,
      )
    },
  }
}
