// Started by ../allocations.js in a process of its own, with the bundled app as its argument.
import { pathToFileURL } from 'node:url'
import { getHeapStatistics } from 'node:v8'
import { routes } from '../routes/index.js'
import { CountedResponse, requestsOf } from './counted-exchange.js'

const batches = 50
const requestsPerBatch = 2000
const warmUpRequests = 10_000

if (globalThis.gc === undefined) throw new Error('Start it with --expose-gc.')
const collect = globalThis.gc

/** @type {{ default: import('vanillin').Application }} */
const { default: application } = await import(pathToFileURL(process.argv[2] ?? '').href)
await application.boot()
/** @type {Record<string, number>} */
const bytes = {}
for (const route of routes) {
  if (route.database === undefined) bytes[route.name] = await bytesPerRequest(route)
}
process.send?.(bytes)
await application.shutdown()
process.disconnect()

/**
 * The median of the batches: one in which something else allocated does not count.
 *
 * @param {import('../routes/index.js').BenchRoute} route
 */
async function bytesPerRequest(route) {
  const next = requestsOf(route.request)
  await run(next, warmUpRequests)
  const counts = []
  for (let index = 0; index < batches; index++) {
    collect({ type: 'minor' })
    const before = getHeapStatistics().used_heap_size
    await run(next, requestsPerBatch)
    counts.push((getHeapStatistics().used_heap_size - before) / requestsPerBatch)
  }
  return Math.round(counts.toSorted((left, right) => left - right)[batches / 2] ?? 0)
}

/**
 * @param {() => import('@vanillin/http').CoreRequest} next
 * @param {number} count
 */
async function run(next, count) {
  for (let index = 0; index < count; index++) {
    const status = await new Promise((resolve) => {
      application.handle(next(), new CountedResponse(resolve))
    })
    if (status >= 400) throw new Error(`The route answers ${status}.`)
  }
}
