import { retryUntil, Turns, VanillinError, type Unlock } from '@vanillin/core'
import type { PhpSessionStore, SessionAccess, StoredChange, StoredSession } from '../php-session-store.ts'
import type { PhpRedisClient } from './php-redis-client.ts'
import { lockInRedis, type RedisLockRules } from './redis-lock.ts'

/** How PHP, or a framework, names its keys in Redis. */
export interface RedisKeyRules {
  readonly description: string
  readonly key: (id: string, access: SessionAccess) => string
  readonly lock: RedisLockRules | undefined
}

/** Replaces what is stored only while it is what was read. GET answers false for nothing; a session may be empty. */
const REPLACE = `
local before = false
if ARGV[1] == 'known' then before = ARGV[2] end
if redis.call('GET', KEYS[1]) ~= before then return 0 end
if ARGV[3] == 'drop' then redis.call('DEL', KEYS[1])
elseif ARGV[3] == 'touch' then redis.call('PEXPIRE', KEYS[1], ARGV[5])
else redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[5]) end
return 1`

const TIMEOUT_MS = 10_000

/** Sessions in Redis under the keys, and the lock, that their rules say. Redis drops what has expired. */
export class RedisSessions implements PhpSessionStore {
  readonly description: string
  readonly lock: PhpSessionStore['lock']
  readonly #client: PhpRedisClient
  readonly #rules: RedisKeyRules
  /** Sessions whose lock a request of this process has. */
  readonly #held = new Set<string>()
  readonly #locks = new Turns()
  readonly #changes = new Turns()

  constructor(client: PhpRedisClient, rules: RedisKeyRules) {
    this.#client = client
    this.#rules = rules
    this.description = rules.description
    this.lock = rules.lock === undefined ? undefined : this.#hold
  }

  async read(id: string, access: SessionAccess): Promise<StoredSession | undefined> {
    const key = this.#rules.key(id, access)
    const [bytes, leftMs] = await Promise.all([this.#client.getBuffer(key), this.#client.pttl(key)])
    if (bytes === null) return undefined
    // A key that never expires says -1: it counts as used now.
    const ageMs = leftMs < 0 ? 0 : Math.max(0, access.lifetimeMs - leftMs)
    return { bytes, usedAt: Date.now() - ageMs }
  }

  async update(id: string, access: SessionAccess, change: StoredChange): Promise<void> {
    const key = this.#rules.key(id, access)
    const lock = this.#rules.lock
    if (lock === undefined || this.#held.has(key)) return this.#replace(id, access, change)
    const unlock = await this.#take(key, lock, TIMEOUT_MS)
    if (unlock === undefined)
      throw new VanillinError(
        'E_SESSION_LOCK_TIMEOUT',
        `PHP, or another request, did not let go of the session within ${TIMEOUT_MS} ms.`,
      )
    try {
      await this.#replace(id, access, change)
    } finally {
      await unlock()
    }
  }

  async #replace(id: string, access: SessionAccess, change: StoredChange): Promise<void> {
    const key = this.#rules.key(id, access)
    const deadline = Date.now() + TIMEOUT_MS
    const leave = await this.#changes.take(key, TIMEOUT_MS)
    try {
      const done = leave && (await retryUntil(deadline, () => this.#replaceIfSame(key, id, access, change)))
      if (done === undefined) throw new Error('others changed it again and again')
    } finally {
      leave?.()
    }
  }

  async #replaceIfSame(
    key: string,
    id: string,
    access: SessionAccess,
    change: StoredChange,
  ): Promise<true | undefined> {
    const stored = await this.read(id, access)
    const bytes = change(stored)
    if (stored === undefined && bytes === undefined) return true
    const before = stored === undefined ? ['none', ''] : ['known', stored.bytes]
    const isReplaced = await this.#client.eval(
      REPLACE,
      1,
      key,
      ...before,
      bytes === undefined ? 'drop' : bytes === stored?.bytes ? 'touch' : 'set',
      bytes ?? '',
      String(access.lifetimeMs),
    )
    return isReplaced === 1 || undefined
  }

  /** Requests of this process wait here, so that one of them asks Redis for the lock and not all. */
  async #take(key: string, lock: RedisLockRules, timeoutMs: number): Promise<Unlock | undefined> {
    const deadline = Date.now() + timeoutMs
    const leave = await this.#locks.take(key, timeoutMs)
    if (leave === undefined) return undefined
    let unlock: Unlock | undefined
    try {
      unlock = await lockInRedis(this.#client, key, lock, deadline - Date.now())
    } finally {
      if (unlock === undefined) leave()
    }
    return (
      unlock &&
      (async () => {
        try {
          await unlock()
        } finally {
          leave()
        }
      })
    )
  }

  readonly #hold = async (
    id: string,
    access: SessionAccess,
    timeoutMs: number,
  ): Promise<Unlock | undefined> => {
    const key = this.#rules.key(id, access)
    const unlock = await this.#take(key, this.#rules.lock!, timeoutMs)
    if (unlock === undefined) return undefined
    this.#held.add(key)
    return async () => {
      this.#held.delete(key)
      await unlock()
    }
  }
}
