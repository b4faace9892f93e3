import { LRUCache } from 'lru-cache'
import { randomNumber } from './worlds.js'

/** @typedef {{ id: number, randomNumber: number }} World */

/** Rows that stay in this process once they have been asked for, as an app keeps them whose framework has no cache. */
export class CachedWorlds {
  #store
  /** @type {LRUCache<number, World>} */
  #rows = new LRUCache({ max: 10_000, ttl: 300_000 })

  /** @param {import('./worlds.js').Store} store */
  constructor(store) {
    this.#store = store
  }

  /** @param {number} count */
  random(count) {
    return Promise.all(Array.from({ length: count }, () => this.#find(randomNumber())))
  }

  /** @param {number} id */
  async #find(id) {
    const known = this.#rows.get(id)
    if (known !== undefined) return known
    const world = await this.#store.world(id)
    this.#rows.set(id, world)
    return world
  }
}
