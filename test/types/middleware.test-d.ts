import { abort, middleware, text } from 'vanillin'

export const passes = middleware((_request, next) => next())

export const waits = middleware(async (request, next) => {
  if (!request.headers.has('x-staff')) return abort(403)
  const response = await next()
  response.headers.append('X-Seen', request.path)
  return response
})

export const answers = middleware((request, next) => (request.path === '/' ? text('Home.') : next()))

export const refuses = middleware(() => abort(410))

// oxlint-disable-next-line typescript/no-explicit-any -- what an untyped library hands over
export const loose = middleware((): any => 'yes')

export const sometimes = middleware((request, next) => (request.path === '/' ? undefined : next()))

// @ts-expect-error it forgets `return next()`
export const forgets = middleware((request, next) => {
  request.headers.has('accept')
  void next()
})

// @ts-expect-error it forgets `return next()`, later
export const forgetsLater = middleware(async (_request, next) => {
  await next()
})
