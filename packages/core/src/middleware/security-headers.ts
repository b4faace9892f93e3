import type { Application } from '../application/application.ts'
import { Middleware, middleware } from '../application/middleware.ts'
import { SecurityHeaders } from '../security/security-headers.ts'
import { mergeSecurityHeaders, type SecurityHeadersConfig } from '../security/security-headers-config.ts'

/**
 * Other security headers for the routes that have it than `securityHeaders` of config/app.ts says for all.
 *
 * @example
 * route.get('/widget', [WidgetController, 'show']).use(
 *   securityHeaders({ contentSecurityPolicy: { 'frame-ancestors': ['https://partner.example.com'] } }),
 * )
 *
 * @throws VanillinError `E_CONFIG_INVALID`
 */
export function securityHeaders(overrides: SecurityHeadersConfig): Middleware {
  // A mistake shows at boot and not with the first request.
  void new SecurityHeaders(overrides, 'production')
  const made = new WeakMap<Application, SecurityHeaders>()
  return middleware((request, next) => {
    const { app } = request
    let headers = made.get(app)
    if (headers === undefined) {
      const config = mergeSecurityHeaders(app.config.app.securityHeaders ?? {}, overrides)
      made.set(app, (headers = new SecurityHeaders(config, app.environment)))
    }
    request.securityHeaders = headers
    return next()
  })
}
