const size = 10_000
const largestCount = 500

/** @typedef {import('./postgres-store.js').PostgresStore | import('./mysql-store.js').MysqlStore} Store */

/** From 1 to 10,000: an id of a row, and what it may hold. */
export function randomNumber() {
  return 1 + Math.floor(Math.random() * size)
}

/**
 * How many rows a request asks for: its query's `count`, between 1 and 500.
 *
 * @param {unknown} text
 */
export function toCount(text) {
  return Math.min(Math.max(Math.trunc(Number(text)) || 1, 1), largestCount)
}

/** @param {Store} store */
export function randomWorld(store) {
  return store.world(randomNumber())
}

/**
 * A query for each row, all of them under way at once.
 *
 * @param {Store} store
 * @param {number} count
 */
export function randomWorlds(store, count) {
  return Promise.all(Array.from({ length: count }, () => randomWorld(store)))
}

/**
 * Two statements for each row, all rows under way at once.
 *
 * @param {Store} store
 * @param {number} count
 */
export function updatedWorlds(store, count) {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const world = await randomWorld(store)
      world.randomNumber = randomNumber()
      await store.update(world)
      return world
    }),
  )
}
