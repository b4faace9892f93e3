import { Router } from 'express'

export const users = Router()

users.use((request, response, next) => {
  if (request.get('sec-purpose') === 'prefetch') response.sendStatus(503)
  else next()
})

users.use((_request, response, next) => {
  response.set('x-served-by', 'bench')
  next()
})

users.get('/:id', (request, response, next) => {
  const { id } = request.params
  if (/^\d+$/.test(id)) response.json({ id: Number(id) })
  else next()
})
