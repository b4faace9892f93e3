import type { Milliseconds } from '../clock/milliseconds.ts'
import { CacheError } from '../errors/cache-error.ts'
import type { CacheStore } from '../stores/cache-store.ts'
import { toStoreKey } from './to-store-key.ts'

const prefix = 'f:'

/** Errors of computations, for others who wait for them. Within a process they are handed on as they are. */
export class Failures {
  readonly #store: CacheStore

  constructor(store: CacheStore) {
    this.#store = store
  }

  async tell(key: string, token: string, error: unknown, keptMs: Milliseconds): Promise<void> {
    const message = error instanceof Error ? error.message : String(error)
    const value = Object.freeze([token, message.slice(0, 1000)])
    const snapshot = { value, isShareable: true, isJson: true, bytes: 2 * message.length }
    await this.#store.set(toStoreKey(prefix, key), { snapshot }, keptMs)
  }

  /** What became of the computation of this token, if it failed. */
  async find(key: string, token: string): Promise<CacheError | undefined> {
    const value = (await this.#store.get(toStoreKey(prefix, key)))?.snapshot.value
    if (!Array.isArray(value) || value[0] !== token) return undefined
    return new CacheError(
      'E_CACHE_COMPUTATION',
      `What was to be cached as ${JSON.stringify(key.slice(2))} could not be made, in another process: ${String(value[1])}`,
    )
  }
}
