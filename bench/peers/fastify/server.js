// Fastify as its documentation recommends: a schema for what comes in and for what goes out, a plugin for each concern.
import { fileURLToPath } from 'node:url'
import formbody from '@fastify/formbody'
import staticFiles from '@fastify/static'
import view from '@fastify/view'
import { Eta } from 'eta'
import fastify from 'fastify'
import { openStore } from '../../apps/data/open-store.js'
import { blog } from './blog.js'
import { pages } from './pages.js'
import { users } from './users.js'
import { worlds } from './worlds.js'

const app = fastify()
app.decorate('store', openStore())

await app.register(formbody)
await app.register(staticFiles, { root: fileURLToPath(new URL('../../public', import.meta.url)) })
const views = fileURLToPath(new URL('views', import.meta.url))
await app.register(view, { engine: { eta: new Eta({ views, cache: true }) }, templates: views })
await app.register(pages)
await app.register(users, { prefix: '/users' })
await app.register(worlds)
await app.register(blog)

await app.listen({ port: Number(process.env['PORT']), host: process.env['HOST'] ?? '127.0.0.1' })
