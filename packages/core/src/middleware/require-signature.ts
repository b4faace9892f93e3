import { Middleware, middleware } from '../application/middleware.ts'
import { VanillinError } from '../errors/vanillin-error.ts'

/**
 * Answers only to URLs that `app.signedUrl()` made and that have not expired.
 *
 * @example
 * route.get('/unsubscribe/:user', [NewsletterController, 'unsubscribe']).as('unsubscribe').use(requireSignature())
 *
 * @throws VanillinError `E_SIGNATURE_INVALID`, `E_SIGNATURE_EXPIRED` for a request
 */
export function requireSignature(): Middleware {
  return middleware((request, next) => {
    const state = request.app.urlSigner.check(request.path, request.queryString)
    if (state === 'valid') return next()
    throw state === 'expired'
      ? new VanillinError('E_SIGNATURE_EXPIRED', 'This link has expired.')
      : new VanillinError('E_SIGNATURE_INVALID', 'This link is not complete or was changed.')
  })
}
