import { middleware } from 'vanillin'

/** Keeps a page with a form out of the browser's cache, so that "back" never shows an old post. */
export const noStore = middleware(async (_request, next) => {
  const response = await next()
  response.headers.set('cache-control', 'no-store')
  return response
})
