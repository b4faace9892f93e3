import type { Application } from '@vanillin/core'
import type { Redis } from 'ioredis'
import type { SharedDictionaries } from './shared-dictionaries.ts'

/** What the stores of an app are made of. */
export interface StoreParts {
  readonly app: Application
  /** Undefined where it is not configured. */
  readonly redis: Redis | undefined
  /** Comes before every key in Redis. */
  readonly prefix: string
  readonly dictionaries: SharedDictionaries
}
