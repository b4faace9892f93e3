// Hono on Node as its documentation writes it.
import { serve } from '@hono/node-server'
import { serveStatic } from '@hono/node-server/serve-static'
import { zValidator } from '@hono/zod-validator'
import { Hono } from 'hono'
import { createMiddleware } from 'hono/factory'
import { z } from 'zod'
import { CachedWorlds } from '../../apps/data/cached-worlds.js'
import { sortedFortunes } from '../../apps/data/fortunes.js'
import { openStore } from '../../apps/data/open-store.js'
import { randomWorld, randomWorlds, toCount, updatedWorlds } from '../../apps/data/worlds.js'
import { fortunesPage } from './fortunes-page.js'

const store = openStore()
const cachedWorlds = new CachedWorlds(store)
const app = new Hono()

app.get('/plaintext', (context) => context.text('Hello, World!'))
app.get('/json', (context) => context.json({ message: 'Hello, World!' }))

const refusePrefetch = createMiddleware(async (context, next) => {
  if (context.req.header('sec-purpose') === 'prefetch') return context.body(null, 503)
  return next()
})

const servedBy = createMiddleware(async (context, next) => {
  await next()
  context.header('x-served-by', 'bench')
})

const users = new Hono().use(refusePrefetch, servedBy)
users.get('/:id{[0-9]+}', (context) => context.json({ id: Number(context.req.param('id')) }))
app.route('/users', users)

app.get('/db', async (context) => context.json(await randomWorld(store)))
app.get('/queries', async (context) =>
  context.json(await randomWorlds(store, toCount(context.req.query('count')))),
)
app.get('/cached', async (context) =>
  context.json(await cachedWorlds.random(toCount(context.req.query('count')))),
)
app.get('/updates', async (context) =>
  context.json(await updatedWorlds(store, toCount(context.req.query('count')))),
)
app.get('/fortunes', async (context) => context.html(fortunesPage(await sortedFortunes(store))))

const message = z.object({
  name: z.string().trim().min(2).max(60),
  email: z.email().max(254),
  message: z.string().trim().min(10).max(5000),
})
app.post('/messages', zValidator('form', message), (context) => context.redirect('/messages/sent', 303))

app.post('/upload', async (context) => {
  const content = await context.req.arrayBuffer()
  return context.json({ bytes: content.byteLength })
})

app.use('*', serveStatic({ root: 'bench/public' }))

serve({ fetch: app.fetch, port: Number(process.env['PORT']), hostname: process.env['HOST'] })
