import { Turns } from '@vanillin/core'
import { changeInTurn } from '../change-in-turn.ts'
import type { PhpSessionStore, SessionAccess, StoredChange, StoredSession } from '../php-session-store.ts'
import type { PhpRedisClient } from './php-redis-client.ts'
import type { RedisKeyRules } from './redis-sessions.ts'

/** Replaces what is stored only while it is what was read. GET answers false for nothing; a session may be empty. */
const REPLACE = `
local before = false
if ARGV[1] == 'known' then before = ARGV[2] end
if redis.call('GET', KEYS[1]) ~= before then return 0 end
if ARGV[3] == 'drop' then redis.call('DEL', KEYS[1])
elseif ARGV[3] == 'touch' then redis.call('PEXPIRE', KEYS[1], ARGV[5])
else redis.call('SET', KEYS[1], ARGV[4], 'PX', ARGV[5]) end
return 1`

/** Sessions as values of Redis, replaced while they are what was read. */
export class RedisRecords implements PhpSessionStore {
  readonly description: string
  readonly lock = undefined
  readonly #client: PhpRedisClient
  readonly #key: RedisKeyRules['key']
  readonly #changes = new Turns()

  constructor(client: PhpRedisClient, { description, key }: RedisKeyRules) {
    this.#client = client
    this.description = description
    this.#key = key
  }

  async read(id: string, access: SessionAccess): Promise<StoredSession | undefined> {
    const key = this.#key(id, access)
    const [bytes, leftMs] = await Promise.all([this.#client.getBuffer(key), this.#client.pttl(key)])
    if (bytes === null) return undefined
    // A key that never expires says -1: it counts as used now.
    const ageMs = leftMs < 0 ? 0 : Math.max(0, access.lifetimeMs - leftMs)
    return { bytes, usedAt: Date.now() - ageMs }
  }

  update(id: string, access: SessionAccess, change: StoredChange): Promise<void> {
    const key = this.#key(id, access)
    return changeInTurn(this.#changes, key, () => this.#replaceIfSame(key, id, access, change))
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
}
