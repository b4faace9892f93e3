import type { Application, DatabaseCache } from '@vanillin/core'
import type { RedisConnection } from './redis/connect-redis.ts'
import type { SharedDictionaries } from './shared-dictionaries.ts'

/** What the stores of an app are made of. */
export interface StoreParts {
  readonly app: Application
  /** Undefined where it is not configured. */
  readonly redis: RedisConnection | undefined
  /** Comes before every key in Redis. */
  readonly prefix: string
  readonly dictionaries: SharedDictionaries
  /** The table in the app's database. @throws VanillinError `E_SERVICE_NOT_PROVIDED` without `database()` on the boot list */
  readonly database: () => DatabaseCache
}
