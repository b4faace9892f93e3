import type { Clock } from '../../clock/clock.ts'
import type { Milliseconds } from '../../clock/milliseconds.ts'
import { CacheError } from '../../errors/cache-error.ts'
import { Outage } from '../../redis/outage.ts'
import type { LimiterStore, StoreCharge } from '../limiter-store.ts'
import type { Rule } from '../rule.ts'
import type { Verdict } from '../verdict.ts'
import type { DefinedCommands, RedisLimiterClient } from './redis-limiter-client.ts'
import { renewLeaseScript } from './renew-lease-script.ts'
import { takeScript } from './take-script.ts'

export interface RedisLimiterOptions {
  /** Comes before every key. Default: `limit:`. */
  readonly prefix?: string
  /** How long a request waits for Redis at most. Default: 250. */
  readonly timeoutMs?: Milliseconds
  /** While Redis is down, how often one request tries again; the others do not wait. Default: 1000. */
  readonly retryMs?: Milliseconds
  /**
   * Default: that of Redis, so that the clocks of the machines need not agree. One of your own is for tests: keys still expire by the
   * clock of Redis, a minute later than they would.
   */
  readonly clock?: Clock
  /** Called once when Redis stops to answer. Default: a warning of the process. */
  readonly onUnavailable?: (error: CacheError) => void
  /** Called once when it answers again. */
  readonly onAvailable?: () => void
}

/**
 * Counters in Redis 5 or later, for all machines that share it. Each request is one script, so the counts are exact however many ask at
 * once. On a Redis Cluster limiters that decide together must have their keys in one slot.
 *
 * @example
 * const store = new RedisLimiterStore(new Redis('redis://127.0.0.1:6379'))
 * const exports = new Limiter(store, 'exports', { perMinute: 5 })
 */
export class RedisLimiterStore implements LimiterStore {
  readonly reach = 'machines'
  readonly description = 'Redis'
  readonly #client: RedisLimiterClient & DefinedCommands
  readonly #prefix: string
  readonly #clock: Clock | undefined
  readonly #outage: Outage

  constructor(client: RedisLimiterClient, options: RedisLimiterOptions = {}) {
    const { prefix = 'limit:', clock, timeoutMs = 250, retryMs = 1000 } = options
    const { onUnavailable = warn, onAvailable = () => {} } = options
    client.defineCommand('vanillinTake', { lua: takeScript })
    client.defineCommand('vanillinRenewLease', { lua: renewLeaseScript })
    this.#client = client as RedisLimiterClient & DefinedCommands
    this.#prefix = prefix
    this.#clock = clock
    this.#outage = new Outage({ timeoutMs, retryMs, toError: unavailable, onUnavailable, onAvailable })
  }

  /** Whether Redis answers; if it does not, `onUnavailable` is called now and not by the first request. */
  async ping(): Promise<boolean> {
    return this.#outage
      .ask(() => this.#client.ping())
      .then(
        () => true,
        () => false,
      )
  }

  async take(charges: readonly StoreCharge[]): Promise<Verdict[]> {
    const keys = charges.map(({ key }) => this.#prefix + key)
    const now = this.#now()
    const rest = charges.flatMap(({ rule, cost, lease }) => toArguments(rule, lease, cost))
    const numbers = await this.#outage.ask(() =>
      this.#client.vanillinTake(keys.length, ...keys, now, ...rest),
    )
    return charges.map(({ rule }, index) => toVerdict(rule, numbers.slice(index * 5)))
  }

  /** While Redis is down nothing is renewed: who was let in stays in, and counts no more when his lease is over. */
  async renew(leases: readonly StoreCharge[]): Promise<void> {
    const now = this.#now()
    await this.#outage
      .ask(() =>
        Promise.all(
          leases.flatMap(({ key, rule, lease }) =>
            rule.kind === 'concurrent'
              ? [this.#client.vanillinRenewLease(1, this.#prefix + key, now, String(rule.leaseMs), lease)]
              : [],
          ),
        ),
      )
      .catch(() => {})
  }

  /** While Redis is down nothing is given back: leases end by themselves. */
  async release(leases: readonly { readonly key: string; readonly lease: string }[]): Promise<void> {
    await this.#outage
      .ask(() => Promise.all(leases.map(({ key, lease }) => this.#client.zrem(this.#prefix + key, lease))))
      .catch(() => {})
  }

  async forget(keys: readonly string[]): Promise<void> {
    await this.#outage.ask(() => Promise.all(keys.map((key) => this.#client.unlink(this.#prefix + key))))
  }

  /** '' for the time of Redis. */
  #now(): string {
    return this.#clock === undefined ? '' : String(Math.floor(this.#clock()))
  }
}

function toArguments(rule: Rule, lease: string, cost: number): readonly string[] {
  const shared = (span: number, extra: string): string[] => [
    rule.kind.charAt(0),
    String(rule.limit),
    String(span),
    String(cost),
    extra,
  ]
  if (rule.kind === 'rate') return shared(rule.intervalUs, rule.delays ? '1' : '0')
  if (rule.kind === 'fixed') return shared(rule.windowMs, '')
  if (rule.kind === 'sliding') return shared(rule.windowMs, String(rule.stepMs))
  return shared(rule.leaseMs, lease)
}

function toVerdict({ limit }: Rule, numbers: readonly number[]): Verdict {
  const [allowed, remaining = 0, resetMs = 0, retryAfterMs = 0, delayMs = 0] = numbers
  return { allowed: allowed === 1, limit, remaining, resetMs, retryAfterMs, delayMs }
}

function warn(error: CacheError): void {
  process.emitWarning(`${error.message} ${error.help}`, { code: error.code })
}

function unavailable(reason: string, cause?: unknown): CacheError {
  return new CacheError('E_LIMITER_UNAVAILABLE', `Redis cannot count for the limiters: ${reason}`, { cause })
}
