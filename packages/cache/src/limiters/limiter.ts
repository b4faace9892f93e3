import { hash, randomBytes } from 'node:crypto'
import { CacheError } from '../errors/cache-error.ts'
import { reachesAcross, type Reach } from '../reach/reach.ts'
import type { Charge } from './charge.ts'
import type { Decision } from './decision.ts'
import type { Limit } from './limit.ts'
import { assertLimiterName } from './limiter-name.ts'
import type { Awaitable } from '../async/awaitable.ts'
import type { LimiterStore } from './limiter-store.ts'
import type { Rule } from './rule.ts'
import { takeAll } from './take-all.ts'
import { toRule } from './to-rule.ts'

/** What a limiter allows, and how. */
export type LimiterOptions = Limit & {
  /** What becomes of requests while the store cannot be asked. Default: `allow`. */
  readonly whenUnavailable?: 'allow' | 'refuse'
  /** How far the limit must reach. Default: as far as the store does. */
  readonly across?: Reach
}

const MAX_KEY_LENGTH = 64
/** Leases of one process differ by number, those of two by this. */
const processId = randomBytes(9).toString('base64url')
let leases = 0

/**
 * Counts requests by key and says which are too many. Limiters of the same name, numbers and store count together.
 *
 * @example
 * const exports = new Limiter(store, 'exports', { perMinute: 5 })
 * const decision = await exports.take(account)
 * if (!decision.allowed) console.log(`Come back in ${Math.ceil(decision.retryAfterMs / 1000)} s.`)
 */
export class Limiter {
  readonly store: LimiterStore
  readonly name: string
  readonly rule: Rule
  readonly whenUnavailable: 'allow' | 'refuse'
  readonly #prefix: string

  /** @throws CacheError `E_LIMIT_INVALID`, `E_REACH` */
  constructor(store: LimiterStore, name: string, options: LimiterOptions) {
    const { whenUnavailable = 'allow', across = 'worker' } = options
    assertLimiterName(name)
    if (!reachesAcross(store.reach, across))
      throw new CacheError(
        'E_REACH',
        `The limiter ${name} is to reach across ${across}; ${store.description} reaches across ${store.reach} only.`,
      )
    this.store = store
    this.name = name
    this.rule = toRule(options)
    this.whenUnavailable = whenUnavailable
    // With its numbers in it, so that a counter of a release before is never read by other rules.
    this.#prefix = `${name}:${Object.values(this.rule).map(Number).filter(Number.isFinite).join('.')}${this.rule.kind[0]}:`
  }

  /**
   * One request of this key, or several.
   * @throws CacheError `E_LIMIT_INVALID` for a cost that could never be allowed
   */
  take(key: string, cost = 1): Awaitable<Decision> {
    return takeAll([this.charge(key, cost)])
  }

  /**
   * A request that is not yet made, for {@link takeAll}.
   * @throws CacheError `E_LIMIT_INVALID` for a cost that could never be allowed
   */
  charge(key: string, cost = 1): Charge {
    const { rule } = this
    const most = rule.kind === 'concurrent' ? 1 : rule.limit
    if (!Number.isInteger(cost) || cost < 1 || cost > most)
      throw new CacheError(
        'E_LIMIT_INVALID',
        `A request of the limiter ${this.name} costs 1 to ${most}, not ${cost}.`,
      )
    const lease = rule.kind === 'concurrent' ? `${processId}${(leases++).toString(36)}` : ''
    return { limiter: this, key: this.#keyOf(key), rule, cost, lease }
  }

  /** Forgets what was counted for a key, as after a login that succeeded. */
  reset(key: string): Awaitable<void> {
    return this.store.forget([this.#keyOf(key)])
  }

  // What clients send, such as a name, must not decide how much memory a counter takes.
  #keyOf(key: string): string {
    return this.#prefix + (key.length <= MAX_KEY_LENGTH ? key : `#${hash('sha256', key, 'base64url')}`)
  }
}
