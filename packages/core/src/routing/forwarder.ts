import type { HandlerFunction } from './handler-function.ts'

const forwarders = new WeakSet<HandlerFunction>()

/**
 * A handler that hands requests on whole, to a server that reads their bodies itself and has its own guard against forged requests: on
 * its routes no body is parsed, no `_token` and no origin is asked for, and `_method` is looked for only where another route of the
 * path takes PUT, PATCH or DELETE. It reads the body by `request.rawStream()`.
 *
 * @example
 * export const legacy = forwarder(async (request) => fetch(new URL(request.path, 'http://127.0.0.1:8080')))
 *
 * defineRoutes((route) => {
 *   route.fallback('/shop/*', legacy)
 * })
 */
export function forwarder(run: HandlerFunction): HandlerFunction {
  forwarders.add(run)
  return run
}

export function isForwarder(run: HandlerFunction): boolean {
  return forwarders.has(run)
}
