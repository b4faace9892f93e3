const id = { type: 'object', properties: { id: { type: 'integer' } } }

/** @type {import('fastify').FastifyPluginAsync} */
export const users = async (app) => {
  app.addHook('onRequest', (request, reply, done) => {
    if (request.headers['sec-purpose'] === 'prefetch') reply.code(503).send()
    else done()
  })

  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('x-served-by', 'bench')
    done()
  })

  app.get('/:id', { schema: { params: id, response: { 200: id } } }, async (request) => ({
    id: request.params.id,
  }))
}
