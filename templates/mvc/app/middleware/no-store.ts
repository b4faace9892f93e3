import { middleware } from 'vanillin'

/** Keeps pages out of the browser's cache, so that "back" never shows an old post. Not for forms: there "back" finds what was typed. */
export const noStore = middleware(async (_request, next) => {
  const response = await next()
  response.headers.set('cache-control', 'no-store')
  return response
})
