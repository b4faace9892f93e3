import { abort, middleware } from 'vanillin'

/** Guesses of browsers cost as much as visits. */
export const refusePrefetch = middleware((request, next) => {
  if (request.headers.get('sec-purpose') === 'prefetch') return abort(503)
  return next()
})
