import {
  forwarder,
  type Application,
  type HandlerFunction,
  type HttpRequest,
  type HttpResponse,
} from '@vanillin/core'
import { PhpApp } from './php-app.ts'
import type { PhpOptions } from './php-options.ts'
import { toPhpSettings } from './php-settings.ts'

/** What `php()` makes: a handler for routes. */
export type PhpHandler = (request: HttpRequest) => Promise<HttpResponse>

const handlers = new WeakSet<HandlerFunction>()

/** Whether `php()` has made it. */
export function isPhp(handler: HandlerFunction): handler is PhpHandler {
  return handlers.has(handler)
}

/**
 * Hands requests on to a PHP app that still lives: what is not ported yet. Files of the app are served, scripts run where `fpm` or `http`
 * says; development finds php-fpm by itself or starts `php -S`. Bodies, cookies and security headers are PHP's own business.
 *
 * @example
 * export default defineRoutes((route) => {
 *   route.get('/', () => 'ported')
 *   route.fallback(php({ root: '../legacy/public', fpm: '/run/php/php8.2-fpm.sock' }))
 * })
 *
 * @throws BridgeError `E_PHP_OPTIONS`; for requests `E_PHP_ROOT`, `E_PHP_UPSTREAM`, `E_PHP_UNREACHABLE`, `E_PHP_BROKE_OFF`,
 * `E_PHP_MALFORMED`, `E_PHP_HEAD_TOO_LARGE`, `E_PHP_SCRIPT_UNSEEN`, `E_PHP_BUSY`, `E_PHP_TIMEOUT`
 */
export function php(options: PhpOptions): PhpHandler {
  const settings = toPhpSettings(options)
  const apps = new WeakMap<Application, PhpApp>()
  const phpBridge: PhpHandler = (request) => {
    let app = apps.get(request.app)
    if (app === undefined) apps.set(request.app, (app = new PhpApp(request.app, settings)))
    return app.answer(request)
  }
  handlers.add(phpBridge)
  forwarder(phpBridge)
  return phpBridge
}
