import { sortedFortunes } from '../../apps/data/fortunes.js'

const greeting = { type: 'object', properties: { message: { type: 'string' } } }

const message = {
  type: 'object',
  required: ['name', 'email', 'message'],
  properties: {
    name: { type: 'string', minLength: 2, maxLength: 60 },
    email: { type: 'string', format: 'email', maxLength: 254 },
    message: { type: 'string', minLength: 10, maxLength: 5000 },
  },
}

const received = { type: 'object', properties: { bytes: { type: 'integer' } } }

/** @type {import('fastify').FastifyPluginAsync} */
export const pages = async (app) => {
  app.get('/plaintext', async (_request, reply) => {
    reply.type('text/plain; charset=utf-8')
    return 'Hello, World!'
  })

  app.get('/json', { schema: { response: { 200: greeting } } }, async () => ({ message: 'Hello, World!' }))

  app.get('/fortunes', async (_request, reply) =>
    reply.viewAsync(
      'fortunes.eta',
      { title: 'Fortunes', fortunes: await sortedFortunes(app.store) },
      { layout: 'layout.eta' },
    ),
  )

  app.post('/messages', { schema: { body: message } }, async (_request, reply) =>
    reply.redirect('/messages/sent', 303),
  )

  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) => {
    done(null, body)
  })
  app.post('/upload', { schema: { response: { 200: received } } }, async (request) => ({
    bytes: request.body.length,
  }))
}
