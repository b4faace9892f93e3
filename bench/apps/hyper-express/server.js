// hyper-express as its own documentation writes it: what our uws core is measured against.
import { Server } from 'hyper-express'
import { fortunesPage } from '../by-hand/fortunes-page.js'
import { wrongFields } from '../by-hand/message-form.js'
import { publicFiles } from '../by-hand/public-files.js'
import { CachedWorlds } from '../data/cached-worlds.js'
import { sortedFortunes } from '../data/fortunes.js'
import { openStore } from '../data/open-store.js'
import { randomWorld, randomWorlds, toCount, updatedWorlds } from '../data/worlds.js'

const store = openStore()
const cachedWorlds = new CachedWorlds(store)
const server = new Server({ max_body_length: 2 * 1024 * 1024 })

server.get('/plaintext', (_request, response) => {
  response.header('content-type', 'text/plain; charset=utf-8').send('Hello, World!')
})

server.get('/json', (_request, response) => {
  response.json({ message: 'Hello, World!' })
})

server.get('/guarded/json', (_request, response) => {
  response.json({ message: 'Hello, World!' })
})

/** @type {import('hyper-express').MiddlewareHandler} */
const refusePrefetch = (request, response, next) => {
  if (request.headers['sec-purpose'] === 'prefetch') response.status(503).send()
  else next()
}

/** @type {import('hyper-express').MiddlewareHandler} */
const servedBy = (_request, response, next) => {
  response.header('x-served-by', 'bench')
  next()
}

server.get('/users/:id', { middlewares: [refusePrefetch, servedBy] }, (request, response) => {
  const { id = '' } = request.path_parameters
  if (/^\d+$/.test(id)) response.json({ id: Number(id) })
  else response.status(404).send()
})

server.get('/db', async (_request, response) => {
  response.json(await randomWorld(store))
})

server.get('/queries', async (request, response) => {
  response.json(await randomWorlds(store, toCount(request.query_parameters['count'])))
})

server.get('/cached', async (request, response) => {
  response.json(await cachedWorlds.random(toCount(request.query_parameters['count'])))
})

server.get('/updates', async (request, response) => {
  response.json(await updatedWorlds(store, toCount(request.query_parameters['count'])))
})

server.get('/fortunes', async (_request, response) => {
  const page = fortunesPage(await sortedFortunes(store))
  response.header('content-type', 'text/html; charset=utf-8').send(page)
})

server.post('/messages', async (request, response) => {
  const wrong = wrongFields(await request.text())
  if (wrong.length > 0) response.status(422).json({ wrong })
  else response.status(303).header('location', '/messages/sent').send()
})

server.post('/upload', async (request, response) => {
  const content = await request.buffer()
  response.json({ bytes: content.length })
})

server.get('/*', (request, response) => {
  const file = publicFiles.get(request.path)
  if (!file) return response.status(404).send()
  for (const [name, value] of Object.entries(file.headers)) response.header(name, value)
  if (request.headers['if-none-match'] === file.etag) return response.status(304).send()
  return response.send(file.content)
})

await server.listen(Number(process.env['PORT']), process.env['HOST'])
