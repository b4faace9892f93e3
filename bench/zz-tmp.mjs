import { createApp, defineRoutes, Controller, minutes } from 'vanillin'
import { cache, pageCache, limitRequests } from 'vanillin/cache'
import { requestsOf, CountedResponse } from './allocations/counted-exchange.js'
process.env.NODE_ENV = 'production'
class G extends Controller {
  text() {
    return 'Hello, World!'
  }
  index() {
    return { message: 'Hello, World!' }
  }
}
const store = process.argv[3] ?? 'memory'
const limit = { perSecond: 1_000_000, burst: 100_000_000 }
const app = createApp(
  {
    app: { name: 'Bench', log: { level: 'info', requests: true } },
    cache: { limiters: { store }, shared: { folder: '/dev/shm/caches-bench' } },
  },
  [
    cache(),
    defineRoutes((route) => {
      route.get('/plaintext', [G, 'text'])
      route.get('/json', [G, 'index'])
      route.get('/page', [G, 'text']).use(pageCache({ ttl: minutes(5), tags: process.env.TAGS ? ['a'] : [] }))
      route.get('/limited', [G, 'index']).use(limitRequests({ perSecond: 1_000_000 }))
    }),
  ],
)
await app.boot()
const only = process.argv[2] ?? 'all'
const paths = only === 'all' ? ['/plaintext', '/page', '/json', '/limited'] : [only]
const N = 20000
async function run(next, count) {
  for (let i = 0; i < count; i++) {
    const status = await new Promise((resolve) => app.handle(next(), new CountedResponse(resolve)))
    if (status >= 400) throw new Error(status)
  }
}
const spent = {}
for (let round = 0; round < 12; round++)
  for (const path of paths) {
    const next = requestsOf({ path })
    const before = process.cpuUsage()
    await run(next, N)
    const { user, system } = process.cpuUsage(before)
    if (round > 1) (spent[path] ??= []).push((user + system) / N)
  }
for (const [path, times] of Object.entries(spent))
  console.error(path, Math.min(...times).toFixed(2), times.sort((a, b) => a - b)[5].toFixed(2))
await app.shutdown()
process.exit(0)
