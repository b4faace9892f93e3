// Express as its documentation writes it. Its own advice for production is followed: NODE_ENV, no x-powered-by.
import { fileURLToPath } from 'node:url'
import express from 'express'
import { body, validationResult } from 'express-validator'
import { CachedWorlds } from '../../apps/data/cached-worlds.js'
import { sortedFortunes } from '../../apps/data/fortunes.js'
import { openStore } from '../../apps/data/open-store.js'
import { randomWorld, randomWorlds, toCount, updatedWorlds } from '../../apps/data/worlds.js'
import { users } from './users.js'

const store = openStore()
const cachedWorlds = new CachedWorlds(store)
const app = express()
app.disable('x-powered-by')
app.set('view engine', 'ejs')
app.set('views', fileURLToPath(new URL('views', import.meta.url)))

app.get('/plaintext', (_request, response) => {
  response.type('text/plain').send('Hello, World!')
})

app.get('/json', (_request, response) => {
  response.json({ message: 'Hello, World!' })
})

app.use('/users', users)

app.get('/db', async (_request, response) => {
  response.json(await randomWorld(store))
})

app.get('/queries', async (request, response) => {
  response.json(await randomWorlds(store, toCount(request.query['count'])))
})

app.get('/cached', async (request, response) => {
  response.json(await cachedWorlds.random(toCount(request.query['count'])))
})

app.get('/updates', async (request, response) => {
  response.json(await updatedWorlds(store, toCount(request.query['count'])))
})

app.get('/fortunes', async (_request, response) => {
  response.render('fortunes', { fortunes: await sortedFortunes(store) })
})

const message = [
  body('name').trim().isLength({ min: 2, max: 60 }),
  body('email').trim().isEmail(),
  body('message').trim().isLength({ min: 10, max: 5000 }),
]

app.post('/messages', express.urlencoded(), message, (request, response) => {
  const result = validationResult(request)
  if (result.isEmpty()) response.redirect(303, '/messages/sent')
  else response.status(422).json({ errors: result.array() })
})

app.post('/upload', express.raw({ limit: '2mb' }), (request, response) => {
  response.json({ bytes: request.body.length })
})

app.use(express.static(fileURLToPath(new URL('../../public', import.meta.url))))

app.listen(Number(process.env['PORT']), process.env['HOST'])
