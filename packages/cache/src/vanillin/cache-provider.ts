import type { Application, Provider } from '@vanillin/core'
import type { Redis } from 'ioredis'
import { sharedFolder } from '../dictionary/shared-folder.ts'
import { CacheError } from '../errors/cache-error.ts'
import type { LimiterStore } from '../limiters/limiter-store.ts'
import { MemoryLimiterStore } from '../limiters/memory/memory-limiter-store.ts'
import { RedisLimiterStore } from '../limiters/redis/redis-limiter-store.ts'
import { reachesAcross } from '../reach/reach.ts'
import type { CacheConfig, LimitersConfig, SharedConfig } from './cache-config.ts'
import { Limiters } from './limiters.ts'
import { connectRedis } from './redis-connection.ts'
import { SharedDictionaries, useSharedDictionaries } from './shared-dictionaries.ts'

/** Provides the limiters and shared dictionaries of an app, by `config/cache.ts`. */
export class CacheProvider implements Provider {
  readonly name: string = 'cache'
  readonly #given: CacheConfig | undefined
  #redis: Redis | undefined
  #store: LimiterStore | undefined
  #dictionaries: SharedDictionaries | undefined

  constructor(config?: CacheConfig) {
    this.#given = config
  }

  /** @throws CacheError `E_CACHE_CONFIG` */
  async boot(app: Application): Promise<void> {
    const {
      redis,
      limiters = {},
      shared,
    } = this.#given ?? (app.config as { cache?: CacheConfig }).cache ?? {}
    if (redis?.url) this.#redis = await connectRedis(redis.url)
    const store = (this.#store = this.#storeOf(app, limiters, redis?.prefix ?? `${app.config.app.name}:`))
    app.provide(Limiters, () => new Limiters(store, () => warnOfReach(app, store)))
    app.log.info(`Limiters count in ${store.description}.`)
    const dictionaries = (this.#dictionaries = dictionariesOf(app, shared))
    app.provide(SharedDictionaries, () => dictionaries)
    useSharedDictionaries(dictionaries)
  }

  // A server that is down does not stop the start; whoever starts the app learns of it now.
  async ready(): Promise<void> {
    if (this.#store instanceof RedisLimiterStore) await this.#store.ping()
  }

  async shutdown(): Promise<void> {
    this.#redis?.disconnect()
    await this.#dictionaries?.close()
  }

  #storeOf(app: Application, config: LimitersConfig, prefix: string): LimiterStore {
    const { store = this.#redis === undefined ? 'memory' : 'redis', maxKeys, timeout } = config
    if (typeof store === 'object') return store
    if (store === 'memory') return new MemoryLimiterStore(maxKeys === undefined ? {} : { maxKeys })
    if (store !== 'redis') throw invalid(`limiters.store is none: ${String(store)}`)
    if (this.#redis === undefined) throw invalid('limiters.store is redis, and redis.url is not set')
    return new RedisLimiterStore(this.#redis, {
      prefix: `${prefix}limit:`,
      ...(timeout === undefined ? {} : { timeoutMs: timeout }),
      onUnavailable: (error) => app.log.warn({ err: error.cause }, `${error.message} ${error.help}`),
      onAvailable: () => app.log.info('Redis counts for the limiters again.'),
    })
  }
}

function dictionariesOf(app: Application, { folder, maxBytes = {} }: SharedConfig = {}): SharedDictionaries {
  return new SharedDictionaries({
    // A test sees nothing of another one, nor of the app beside it.
    folder: folder ?? sharedFolder(app.environment === 'test' ? `${app.root}#${process.pid}` : app.root),
    maxBytes,
    onDamaged: (damage) => app.log.warn(damage),
  })
}

/** In production there is more than one worker sooner or later, and more than one machine. */
function warnOfReach(app: Application, { reach, description }: LimiterStore): void {
  if (app.environment !== 'production' || reachesAcross(reach, 'machines')) return
  app.log.warn(
    `Limiters count in ${description}, each ${reach} for itself: several allow as many times more. Set \`redis\` in config/cache.ts.`,
  )
}

function invalid(problem: string): CacheError {
  return new CacheError('E_CACHE_CONFIG', `config/cache.ts: ${problem}.`)
}

/**
 * Limiters and shared dictionaries as a part of the app. Its settings come from `config/cache.ts` (`cache` in the config of `createApp`).
 *
 * @example
 * export default createApp({ app, cache: { redis: { url: env.optional('REDIS_URL') } } }, [cache(), routes])
 */
export function cache(config?: CacheConfig): CacheProvider {
  return new CacheProvider(config)
}
