import { Limiter, type LimiterOptions } from '../limiters/limiter.ts'
import type { LimiterStore } from '../limiters/limiter-store.ts'

/**
 * The limiters of an app: what `cache()` provides.
 *
 * @example
 * const exports = this.use(Limiters).limiter('exports', { count: 10, window: hours(1) })
 * const decision = await exports.take(account)
 * if (!decision.allowed) return this.abort(429)
 */
export class Limiters {
  readonly store: LimiterStore
  readonly #onFirstUse: () => void
  #isUsed = false

  constructor(store: LimiterStore, onFirstUse: () => void = () => {}) {
    this.store = store
    this.#onFirstUse = onFirstUse
  }

  /**
   * Limiters of the same name and numbers count together, so it need not be kept.
   * @throws CacheError `E_LIMIT_INVALID`, `E_REACH`
   */
  limiter(name: string, options: LimiterOptions): Limiter {
    const limiter = new Limiter(this.store, name, options)
    if (!this.#isUsed) this.#onFirstUse()
    this.#isUsed = true
    return limiter
  }
}
