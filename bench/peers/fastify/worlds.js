import { CachedWorlds } from '../../apps/data/cached-worlds.js'
import { randomWorld, randomWorlds, updatedWorlds } from '../../apps/data/worlds.js'

const world = {
  type: 'object',
  properties: { id: { type: 'integer' }, randomNumber: { type: 'integer' } },
}
const manyWorlds = {
  querystring: {
    type: 'object',
    properties: { count: { type: 'integer', minimum: 1, maximum: 500, default: 1 } },
  },
  response: { 200: { type: 'array', items: world } },
}

/** @type {import('fastify').FastifyPluginAsync} */
export const worlds = async (app) => {
  app.get('/db', { schema: { response: { 200: world } } }, () => randomWorld(app.store))
  app.get('/queries', { schema: manyWorlds }, (request) => randomWorlds(app.store, request.query.count))
  const cachedWorlds = new CachedWorlds(app.store)
  app.get('/cached', { schema: manyWorlds }, (request) => cachedWorlds.random(request.query.count))
  app.get('/updates', { schema: manyWorlds }, (request) => updatedWorlds(app.store, request.query.count))
}
