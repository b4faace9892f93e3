import { text } from '../http/responses.ts'
import { RouteDefinition, rootScope } from '../routing/route-definition.ts'
import type { Application } from './application.ts'

/** `/up` for load balancers: 200 while the app takes requests, 503 once it is stopping. An app's own route wins. */
export function healthRoute(app: Application): RouteDefinition {
  const run = (): ReturnType<typeof text> =>
    app.isStopping
      ? text('stopping\n', { status: 503 })
      : text('up\n', { headers: { 'Cache-Control': 'no-store' } })
  return new RouteDefinition(rootScope, ['GET'], '/up', { kind: 'function', run }, 'simple')
}
