import { LockedSessions } from '../locked-sessions.ts'
import type { PhpSessionStore, SessionAccess, StoredChange, StoredSession } from '../php-session-store.ts'
import type { PhpRedisClient } from './php-redis-client.ts'
import { lockInRedis, type RedisLockRules } from './redis-lock.ts'
import { RedisRecords } from './redis-records.ts'

/** How PHP, or a framework, names its keys in Redis. */
export interface RedisKeyRules {
  readonly description: string
  readonly key: (id: string, access: SessionAccess) => string
  readonly lock: RedisLockRules | undefined
}

/** Sessions in Redis under the keys, and the lock, that their rules say. Redis drops what has expired. */
export class RedisSessions implements PhpSessionStore {
  readonly description: string
  readonly lock: PhpSessionStore['lock']
  readonly #store: PhpSessionStore

  constructor(client: PhpRedisClient, rules: RedisKeyRules) {
    const { description, key, lock } = rules
    const records = new RedisRecords(client, rules)
    this.#store =
      lock === undefined
        ? records
        : new LockedSessions(records, {
            name: key,
            take: (name, timeoutMs) => lockInRedis(client, name, lock, timeoutMs),
          })
    this.description = description
    this.lock = this.#store.lock
  }

  read(id: string, access: SessionAccess): Promise<StoredSession | undefined> {
    return this.#store.read(id, access)
  }

  update(id: string, access: SessionAccess, change: StoredChange): Promise<void> {
    return this.#store.update(id, access, change)
  }
}
