import { middleware } from 'vanillin'

export const servedBy = middleware(async (_request, next) => {
  const response = await next()
  response.headers.set('x-served-by', 'bench')
  return response
})
