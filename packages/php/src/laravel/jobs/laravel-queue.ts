import type { Database } from '@vanillin/database'
import { DatabaseJobs } from './database-jobs.ts'
import type { JobProperties } from './job-object.ts'
import { inSeconds, jobPayload, type LaravelJobOptions } from './job-payload.ts'
import type { JobStore } from './job-store.ts'
import { RedisJobs, type LaravelQueueRedis } from './redis-jobs.ts'

/** Where Laravel keeps its jobs: QUEUE_CONNECTION. */
export type LaravelJobStore =
  | {
      readonly in: 'redis'
      readonly client: LaravelQueueRedis
      /** REDIS_PREFIX, as `laravel_database_`; since version 12 `laravel-database-`. */
      readonly prefix: string
    }
  | {
      readonly in: 'database'
      /** A job is kept with the transaction in which it is dispatched, or not at all. */
      readonly database: Database
      /** DB_QUEUE_TABLE. Default: `jobs`. */
      readonly table?: string
    }

export interface LaravelQueueOptions {
  readonly store: LaravelJobStore
  /** REDIS_QUEUE, DB_QUEUE. Default: `default`. */
  readonly queue?: string
}

/**
 * Dispatches jobs of a Laravel app, which its own workers run: `queue:work` and Horizon cannot tell them from Laravel's. The client of Redis
 * has the database of the connection and no `keyPrefix`.
 *
 * @example
 * const queue = new LaravelQueue({ store: { in: 'redis', client: redis, prefix: 'laravel_database_' } })
 * await queue.dispatch('App\\Jobs\\SendInvoice', { orderId: 7 }, { queue: 'mail', delay: minutes(5) })
 */
export class LaravelQueue {
  readonly #store: JobStore
  readonly #queue: string

  constructor({ store, queue = 'default' }: LaravelQueueOptions) {
    this.#store =
      store.in === 'redis'
        ? new RedisJobs(store.client, store.prefix)
        : new DatabaseJobs(store.database, store.table)
    this.#queue = queue
  }

  /**
   * Resolves with the uuid of the job once it is in the queue.
   * @param name the class of the job, as `App\\Jobs\\SendInvoice`
   * @throws PhpCodecError `E_PHP_VALUE` for what PHP has nothing for, `E_PHP_LIMIT`
   */
  async dispatch(
    name: string,
    properties: JobProperties = {},
    options: LaravelJobOptions = {},
  ): Promise<string> {
    const now = new Date()
    const payload = jobPayload(name, properties, options, now)
    const delaySeconds = options.delay === undefined ? undefined : inSeconds(options.delay)
    await this.#store.push(options.queue ?? this.#queue, payload, delaySeconds, now)
    return payload.uuid
  }
}
