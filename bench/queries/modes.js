import { setTimeout as sleep } from 'node:timers/promises'
import { worldSize } from '../routes/world-row.js'

/**
 * @typedef {object} Way a way to ask the database, as bench/queries/ways and bench/peers have it; each opens its own connections
 * @property {(id: number) => Promise<{ id: number }>} row of `world`, by its key
 * @property {(id: number, value: number) => Promise<unknown>} [transact] reads a row and writes its number, in a transaction
 * @property {() => Promise<Page>} [page] twenty posts by their key, with author and comments
 * @property {() => Promise<unknown>} [sleep] a query of one second
 * @property {() => Promise<unknown>} close
 */

/** @typedef {readonly { id: number, author: { name: string } | null, comments: readonly { body: string }[] }[]} Page */

/** @typedef {Record<string, number>} Figures */

/**
 * What is asked, and what is said of it.
 *
 * @type {Record<string, { title: string, needs: keyof Way, base: string, measure: (way: any, count: number) => Promise<Figures> }>}
 */
export const modes = {
  row: {
    title: 'one row by its key, 64 at a time',
    needs: 'row',
    base: 'pg, pipelined by hand',
    measure: (/** @type {Way} */ way, count) => loops(64, count, (index) => way.row(idOf(index))),
  },
  transactions: {
    title: 'the same, one in ten reads and writes it in a transaction',
    needs: 'transact',
    base: 'pg, pool',
    measure: (/** @type {Required<Way>} */ way, count) =>
      loops(64, count, (index) =>
        index % 10 === 0 ? way.transact(idOf(index), 1 + (index % 100)) : way.row(idOf(index)),
      ),
  },
  page: {
    title: 'twenty posts with their authors and 200 comments; with pg and Kysely by two queries',
    needs: 'page',
    base: "Kysely's builder on Vanillin",
    measure: (/** @type {Required<Way>} */ way, count) =>
      loops(1, Math.ceil(count / 50), async () => assertWhole(await way.page())),
  },
  slow: {
    title: '1,500 fast queries a second beside one of a second every 400 ms, for ten seconds',
    needs: 'sleep',
    base: 'Kysely, stock',
    measure: fastBesideSlow,
  },
}

/** @param {number} index */
function idOf(index) {
  return 1 + ((index * 7919) % worldSize)
}

/**
 * CPU time of one, in microseconds.
 *
 * @param {number} width how many at a time
 * @param {number} count
 * @param {(index: number) => Promise<unknown>} ask
 * @returns {Promise<Figures>}
 */
async function loops(width, count, ask) {
  let next = 0
  /** @param {number} end */
  const loop = async (end) => {
    // oxlint-disable-next-line no-await-in-loop -- one after another
    while (next < end) await ask(next++)
  }
  const run = (/** @type {number} */ end) => Promise.all(Array.from({ length: width }, () => loop(end)))
  // As many again before: V8 still compiles during the first ten thousand.
  await run(count)
  const before = process.cpuUsage()
  await run(2 * count)
  const { user, system } = process.cpuUsage(before)
  return { cpuUs: (user + system) / count }
}

/** @param {Page} posts */
function assertWhole(posts) {
  const comments = posts.flatMap((post) => post.comments)
  const isWhole = posts.length === 20 && posts[0]?.id === 1 && comments.length === 200
  if (!isWhole || !posts.every(({ author }) => author?.name) || !comments.every(({ body }) => body))
    throw new Error('The posts are not as they should be.')
}

/**
 * How long the fast ones take, from the moment at which each is due.
 *
 * @param {Required<Way>} way
 * @returns {Promise<Figures>}
 */
async function fastBesideSlow(way) {
  const seconds = 10
  const perSecond = 1_500
  await loops(64, 5_000, (index) => way.row(idOf(index)))
  /** @type {number[]} */
  const times = []
  /** @type {Promise<unknown>[]} */
  const all = []
  const from = performance.now()
  let sent = 0
  let slow = 0
  for (let now = 0; now < seconds * 1000; now = performance.now() - from) {
    for (; sent < (now / 1000) * perSecond; sent++) {
      const due = performance.now()
      all.push(way.row(idOf(sent)).then(() => times.push(performance.now() - due)))
    }
    for (; slow < now / 400; slow++) all.push(way.sleep())
    // oxlint-disable-next-line no-await-in-loop -- the next of them are due
    await sleep(1)
  }
  await Promise.all(all)
  times.sort((a, b) => a - b)
  return {
    p99Ms: times[Math.floor(times.length * 0.99)] ?? 0,
    p50Ms: times[Math.floor(times.length * 0.5)] ?? 0,
    over50Percent: (times.filter((time) => time > 50).length / times.length) * 100,
  }
}
