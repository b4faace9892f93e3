import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'

/** Nothing to go on, or any value that an action may return to end the request with it. */
type HookResult = unknown

/**
 * Vanilla's hooks, for what concerns every request. Plugins run in the order of the boot list; a hook
 * other than the last one ends the request by returning a response, and `postDispatch` still sees it.
 * Each hook may be asynchronous; one that is not leaves the request synchronous.
 *
 * | hook | when | phase of OpenResty |
 * |---|---|---|
 * | routerStartup | before the route is known | rewrite |
 * | routerShutdown | the route is known, or that there is none | |
 * | dispatchLoopStartup | the route, if any, is about to be run | |
 * | preDispatch | last stop before middleware and action | access |
 * | postDispatch | there is a response, errors included | header and body filter |
 * | dispatchLoopShutdown | after the last byte | log |
 * | onError | something was thrown | |
 *
 * @example
 * export class AuditPlugin extends Plugin {
 *   override preDispatch(request: HttpRequest) {
 *     if (request.ip === '192.0.2.1') return text('Not from here.', { status: 403 })
 *   }
 * }
 */
export abstract class Plugin {
  routerStartup?(request: HttpRequest): HookResult
  routerShutdown?(request: HttpRequest): HookResult
  dispatchLoopStartup?(request: HttpRequest): HookResult
  preDispatch?(request: HttpRequest): HookResult
  /** May change the response or return another. */
  postDispatch?(request: HttpRequest, response: HttpResponse): HookResult
  /** The response is out; what is returned is ignored, what is thrown is logged. */
  dispatchLoopShutdown?(request: HttpRequest, response: HttpResponse): HookResult
  /** May answer in place of the error page. The error is logged in any case. */
  onError?(error: unknown, request: HttpRequest): HookResult
}
