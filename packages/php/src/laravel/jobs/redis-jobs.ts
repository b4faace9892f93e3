import { randomText } from '../random-text.ts'
import type { JobStore } from './job-store.ts'

/** The part of a Redis client that is used; that of ioredis fits. */
export interface LaravelQueueRedis {
  eval(script: string, keyCount: number, ...keysAndArguments: (string | Buffer)[]): Promise<unknown>
  zadd(key: string, score: number, member: string): Promise<unknown>
}

/** A worker may wait for the second list while it sleeps (`block_for`). */
const PUSH = `redis.call('rpush', KEYS[1], ARGV[1])
redis.call('rpush', KEYS[2], 1)`

/** Jobs in Redis: a list of those that are due, and those that are not by the second in which they will be. */
export class RedisJobs implements JobStore {
  readonly #client: LaravelQueueRedis
  readonly #prefix: string

  constructor(client: LaravelQueueRedis, prefix: string) {
    this.#client = client
    this.#prefix = prefix
  }

  async push(queue: string, payload: object, delaySeconds: number | undefined, now: Date): Promise<void> {
    const key = `${this.#prefix}queues:${queue}`
    const text = JSON.stringify({ ...payload, id: randomText(32), attempts: 0 })
    if (delaySeconds === undefined) await this.#client.eval(PUSH, 2, key, `${key}:notify`, text)
    else await this.#client.zadd(`${key}:delayed`, Math.floor(now.getTime() / 1_000) + delaySeconds, text)
  }
}
