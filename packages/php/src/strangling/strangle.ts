import { Middleware, middleware } from '@vanillin/core'
import type { PhpHandler } from '../bridge/php.ts'
import { Strangler } from './strangler.ts'
import type { StrangleOptions } from './strangle-options.ts'

/**
 * Puts a port in the place of a page of PHP step by step: it is given to some of the visitors, or to those who ask for it, and PHP answers
 * the rest. A port that fails (an error, a status of 500 or more, too slow) is not seen: PHP answers that request, where it is one that may
 * be asked twice (GET, HEAD, OPTIONS). It stands before all other middleware of the route.
 *
 * @example
 * const legacy = php({ root: '../legacy/public' })
 *
 * export default defineRoutes((route) => {
 *   route.get('/posts', [PostsController, 'index']).use(strangle(legacy, { percent: 10 }))
 *   route.fallback(legacy)
 * })
 *
 * @throws BridgeError `E_PHP_OPTIONS`
 */
export function strangle(legacy: PhpHandler, options: StrangleOptions = {}): Middleware {
  const strangler = new Strangler(legacy, options)
  return middleware((request, next) => strangler.answer(request, next))
}
