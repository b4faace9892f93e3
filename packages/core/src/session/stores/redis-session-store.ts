import { randomBytes } from 'node:crypto'
import type { SessionRecord } from '../session-record.ts'
import { readRecord, writeRecord } from '../record-text.ts'
import type { RecordChange, SessionStore, Unlock } from '../session-store.ts'

/** The part of a Redis client that is used; that of ioredis fits. */
export interface RedisSessionClient {
  get(key: string): Promise<string | null>
  eval(script: string, keyCount: number, ...keysAndArguments: string[]): Promise<unknown>
}

export interface RedisSessionOptions {
  /** Comes before every key. Default: `session:`. */
  readonly prefix?: string
}

/** Replaces the text only while it is the one that was read; '' stands for none. */
const REPLACE = `
local now = redis.call('GET', KEYS[1]) or ''
if now ~= ARGV[1] then return 0 end
if ARGV[2] == '' then redis.call('DEL', KEYS[1])
else redis.call('SET', KEYS[1], ARGV[2], 'PX', ARGV[3]) end
return 1`

const LOCK = `return redis.call('SET', KEYS[1], ARGV[1], 'NX', 'PX', ARGV[2]) and 1 or 0`
const UNLOCK = `if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0`

/** Sessions in Redis, for several machines. Redis drops what has expired. */
export class RedisSessionStore implements SessionStore {
  readonly isSynchronous = false
  readonly description = 'Redis'
  readonly #client: RedisSessionClient
  readonly #prefix: string

  constructor(client: RedisSessionClient, { prefix = 'session:' }: RedisSessionOptions = {}) {
    this.#client = client
    this.#prefix = prefix
  }

  async read(key: string): Promise<SessionRecord | undefined> {
    const text = await this.#client.get(this.#prefix + key)
    return text === null ? undefined : readRecord(text)
  }

  async update(key: string, change: RecordChange): Promise<boolean> {
    const name = this.#prefix + key
    const before = await this.#client.get(name)
    const record = before === null ? undefined : readRecord(before)
    const after = change(record)
    if (after === record) return true
    const text = after === undefined ? '' : writeRecord(after)
    const keptMs = after === undefined ? 1 : Math.max(1, Math.ceil(after.expiresAt - Date.now()))
    return (await this.#client.eval(REPLACE, 1, name, before ?? '', text, String(keptMs))) === 1
  }

  async lock(key: string, heldMs: number): Promise<Unlock | undefined> {
    const name = `${this.#prefix}${key}:lock`
    const owner = randomBytes(12).toString('base64url')
    if ((await this.#client.eval(LOCK, 1, name, owner, String(heldMs))) !== 1) return undefined
    return async () => void (await this.#client.eval(UNLOCK, 1, name, owner))
  }
}
