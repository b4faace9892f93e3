import type { Milliseconds } from '../clock/milliseconds.ts'
import { CacheError } from '../errors/cache-error.ts'
import { Outage } from '../redis/outage.ts'
import type { RedisClient } from '../redis/redis-client.ts'
import type { LockStore } from './lock-store.ts'

export interface RedisLockOptions {
  /** Comes before every name. Default: `lock:`. */
  readonly prefix?: string
  /** How long an answer of Redis is waited for. Default: 1000. */
  readonly timeoutMs?: Milliseconds
  /** Called once when Redis stops to answer. Default: a warning of the process. */
  readonly onUnavailable?: (error: CacheError) => void
  /** Called once when it answers again. */
  readonly onAvailable?: () => void
}

interface LockCommands {
  vanillinLock(key: string, token: string, ttl: string): Promise<string>
  vanillinRenew(key: string, token: string, ttl: string): Promise<number>
  vanillinUnlock(key: string, token: string): Promise<number>
}

const retryMs = 1000

const lock = `
if redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) then return ARGV[1] end
return redis.call('GET', KEYS[1])`

const renew = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('PEXPIRE', KEYS[1], ARGV[2])`

const unlock = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
return redis.call('DEL', KEYS[1])`

/**
 * Locks in one Redis, or one Redis Cluster, for all machines. They are as safe as it is: a failover to a replica that has not yet heard of a lock
 * gives it away a second time.
 */
export class RedisLockStore implements LockStore {
  readonly reach = 'machines'
  readonly description = 'Redis'
  readonly #client: RedisClient & LockCommands
  readonly #prefix: string
  readonly #outage: Outage

  constructor(client: RedisClient, options: RedisLockOptions = {}) {
    const { prefix = 'lock:', timeoutMs = 1000, onUnavailable = warn, onAvailable = () => {} } = options
    client.defineCommand('vanillinLock', { lua: lock, numberOfKeys: 1 })
    client.defineCommand('vanillinRenew', { lua: renew, numberOfKeys: 1 })
    client.defineCommand('vanillinUnlock', { lua: unlock, numberOfKeys: 1 })
    this.#client = client as RedisClient & LockCommands
    this.#prefix = prefix
    this.#outage = new Outage({ timeoutMs, retryMs, toError: unavailable, onUnavailable, onAvailable })
  }

  acquire(name: string, token: string, ttl: Milliseconds): Promise<string> {
    return this.#outage.ask(() => this.#client.vanillinLock(this.#prefix + name, token, whole(ttl)))
  }

  async renew(name: string, token: string, ttl: Milliseconds): Promise<boolean> {
    const renewed = this.#outage.ask(() => this.#client.vanillinRenew(this.#prefix + name, token, whole(ttl)))
    return (await renewed) === 1
  }

  async release(name: string, token: string): Promise<boolean> {
    return (await this.#outage.ask(() => this.#client.vanillinUnlock(this.#prefix + name, token))) === 1
  }
}

function whole(ttl: Milliseconds): string {
  return String(Math.max(1, Math.ceil(ttl)))
}

function unavailable(reason: string, cause?: unknown): CacheError {
  return new CacheError('E_LOCK_UNAVAILABLE', `Redis cannot be asked for locks: ${reason}`, { cause })
}

function warn(error: CacheError): void {
  process.emitWarning(`${error.message} ${error.help}`, { code: error.code })
}
