// node bench/cache-memory.js: reads out of memory beside lru-cache, and beside AdonisJS's cache (bentocache) where bench/peers has it. CPU time of one read, lowest of the rounds, which take turns.
// The values are objects; what is asynchronous is awaited one after the other, as an action does it.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { LRUCache } from 'lru-cache'
import { createCache, MemoryCache, MemoryStore } from '@vanillin/cache'
import { peersFolder } from './installed/npm-packages.js'
import { describeMachine, machineLine } from '../scripts/steps/machine.js'

const ROUNDS = 9
const KEYS = 10_000
const READS = 300_000
const HOUR = 3_600_000

const keys = Array.from({ length: KEYS }, (_, i) => `posts/${i}`)
/** @param {number} id */
const valueOf = (id) => ({ id, title: 'A text of some length, as titles are', tags: ['a', 'b'] })

console.log(machineLine(describeMachine()))
console.table(await measure({ ...readsAtOnce(), ...(await readsAwaited()) }))

/** @typedef {(key: string) => unknown} Read a promise where it is awaited */

/** @returns {Record<string, Read>} */
function readsAtOnce() {
  const raw = new LRUCache({ max: KEYS })
  const timed = new LRUCache({ max: KEYS, ttl: HOUR })
  const memory = new MemoryCache({ maxEntries: KEYS })
  for (const [id, key] of keys.entries()) {
    raw.set(key, valueOf(id))
    timed.set(key, valueOf(id))
    memory.set(key, valueOf(id), { ttl: HOUR })
  }
  return {
    'lru-cache': (key) => raw.get(key),
    'lru-cache with a ttl': (key) => timed.get(key),
    'MemoryCache, get': (key) => memory.get(key),
  }
}

/** @returns {Promise<Record<string, Read>>} */
async function readsAwaited() {
  const cache = createCache(new MemoryStore({ maxEntries: KEYS }))
  for (const [id, key] of keys.entries()) await cache.set(key, valueOf(id), HOUR)
  const ours = {
    'cache, get': (/** @type {string} */ key) => cache.get(key),
    'cache, remember': (/** @type {string} */ key) => cache.remember(key, HOUR, absent),
  }
  return { ...ours, ...(await readsOfBentocache()) }
}

/** @returns {Promise<Record<string, Read>>} */
async function readsOfBentocache() {
  try {
    const from = createRequire(`${peersFolder}/adonis/`)
    const [main, driver] = ['bentocache', 'bentocache/drivers/memory'].map((name) => from.resolve(name))
    const { BentoCache, bentostore } = await import(pathToFileURL(main ?? '').href)
    const { memoryDriver } = await import(pathToFileURL(driver ?? '').href)
    const store = bentostore().useL1Layer(memoryDriver({ maxItems: KEYS }))
    const bento = new BentoCache({ default: 'memory', stores: { memory: store } })
    for (const [id, key] of keys.entries()) await bento.set({ key, value: valueOf(id), ttl: HOUR })
    return {
      'bentocache, get': (key) => bento.get({ key }),
      'bentocache, getOrSet': (key) => bento.getOrSet({ key, ttl: HOUR, factory: absent }),
    }
  } catch (error) {
    console.log(
      `bentocache is missing: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`,
    )
    return {}
  }
}

/** @returns {never} */
function absent() {
  throw new Error('It is not there.')
}

/** @param {Record<string, Read>} ways */
async function measure(ways) {
  /** @type {Record<string, number[]>} */
  const spent = {}
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [way, read] of Object.entries(ways)) {
      const nanoseconds = await timeOf(read)
      // the first one warms up
      if (round > 0) (spent[way] ??= []).push(nanoseconds)
    }
  }
  const base = Math.min(...(spent['lru-cache'] ?? [1]))
  return Object.entries(spent).map(([way, times]) => ({
    way,
    nanoseconds: Math.round(Math.min(...times)),
    highest: Math.round(Math.max(...times)),
    'of lru-cache': Number((base / Math.min(...times)).toFixed(2)),
  }))
}

/** @param {Read} read */
async function timeOf(read) {
  const isAwaited = read(keys[0] ?? '') instanceof Promise
  const before = process.cpuUsage()
  for (let i = 0; i < READS; i++) {
    const found = read(keys[i % KEYS] ?? '')
    if ((isAwaited ? await found : found) === undefined) throw new Error('absent')
  }
  const { user, system } = process.cpuUsage(before)
  return ((user + system) * 1000) / READS
}
