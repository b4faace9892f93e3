import { DatabaseCache, SafeHtml, SharedSessions, type Application, type Provider } from '@vanillin/core'
import { Cache } from '../cache/cache.ts'
import { CacheBackend } from '../cache/cache-backend.ts'
import { sharedFolder } from '../dictionary/shared-folder.ts'
import type { LimiterStore } from '../limiters/limiter-store.ts'
import { assertReach } from '../reach/assert-reach.ts'
import { reachesAcross, type Reach } from '../reach/reach.ts'
import type { CacheStore } from '../stores/cache-store.ts'
import { RevivableClasses } from '../values/revivable-classes.ts'
import type { CacheConfig, SharedConfig } from './cache-config.ts'
import { createCacheStore } from './create-cache-store.ts'
import { createLimiterStore } from './create-limiter-store.ts'
import { createLockStore } from './create-lock-store.ts'
import { Limiters } from './limiters.ts'
import { Locks } from './locks.ts'
import { Pages } from './page-cache/pages.ts'
import { connectRedis, type RedisConnection } from './redis/connect-redis.ts'
import { isRedisConfigured } from './redis/redis-config.ts'
import { enter, leave, type Running } from './running.ts'
import { SharedDictionaries } from './shared-dictionaries.ts'
import { SharedSessionStore } from './shared-session-store.ts'
import { DatabaseStore } from './database/database-store.ts'
import { enterTestFolder } from './test-folders.ts'
import type { StoreParts } from './store-parts.ts'

const garbageIntervalMs = 600_000

/** Provides the cache, locks, limiters and shared dictionaries of an app, by `config/cache.ts`. */
export class CacheProvider implements Provider {
  readonly name: string = 'cache'
  readonly #given: CacheConfig | undefined
  #config: CacheConfig = {}
  #dictionaries: SharedDictionaries | undefined
  #leaveFolder: () => void = () => {}
  #redis: RedisConnection | undefined
  #database: DatabaseCache | undefined
  #timer: NodeJS.Timeout | undefined
  #limiterStore: LimiterStore | undefined
  #cacheStore: CacheStore | undefined
  #running: Running | undefined

  constructor(config?: CacheConfig) {
    this.#given = config
  }

  register(app: Application): void {
    const config = (this.#config = this.#given ?? (app.config as { cache?: CacheConfig }).cache ?? {})
    const dictionaries = (this.#dictionaries = this.#createDictionaries(app, config.shared))
    app.provide(SharedDictionaries, () => dictionaries)
    app.provide(SharedSessions, () => new SharedSessionStore(dictionaries.dictionary('sessions')))
  }

  /** @throws CacheError `E_CACHE_CONFIG`, `E_REACH`; `E_SHARED_UNAVAILABLE` where a store is `shared` and lmdb is not installed */
  async boot(app: Application): Promise<void> {
    const config = this.#config
    const dictionaries = this.#dictionaries!
    if (isRedisConfigured(config.redis)) this.#redis = await connectRedis(config.redis)
    const parts = {
      app,
      redis: this.#redis,
      prefix: config.redis?.prefix ?? `${app.config.app.name}:`,
      dictionaries,
      database: () => (this.#database ??= app.use(DatabaseCache)),
    }
    this.#provideLimiters(config, parts)
    const cache = this.#createCache(config, parts)
    const locks = new Locks(
      () => createLockStore(config.locks ?? {}, parts),
      (store) => warnOfReach(app, 'Locks are held', store, 'several machines do the same at once'),
    )
    if (config.across !== undefined) assertReach(locks.store, config.across, 'The app, by config/cache.ts,')
    this.#running = { cache, locks, dictionaries }
    app.provide(Cache, () => cache)
    app.provide(Locks, () => locks)
    enter(this.#running)
  }

  // A server that is down does not stop the start; whoever starts the app learns of it now.
  async ready(app: Application): Promise<void> {
    await this.#limiterStore?.ping?.()
    if (this.#cacheStore instanceof DatabaseStore) await assertTable(app, this.#cacheStore)
    this.#timer = setInterval(() => {
      this.#database?.removeExpired().catch((error: unknown) => {
        app.log.warn({ err: error }, 'What is cached and over could not be removed.')
      })
    }, garbageIntervalMs).unref()
  }

  async shutdown(): Promise<void> {
    clearInterval(this.#timer)
    if (this.#running !== undefined) leave(this.#running)
    await this.#cacheStore?.close?.()
    this.#redis?.disconnect()
    await this.#dictionaries?.close()
    this.#leaveFolder()
  }

  #createDictionaries(
    app: Application,
    { folder: given, maxBytes = {} }: SharedConfig = {},
  ): SharedDictionaries {
    // A test sees nothing of another one, nor of the app beside it.
    const isTest = app.environment === 'test' && given === undefined
    const folder = given ?? sharedFolder(isTest ? `${app.root}#${process.pid}` : app.root)
    if (isTest) this.#leaveFolder = enterTestFolder(folder)
    return new SharedDictionaries({ folder, maxBytes, onDamaged: (damage) => app.log.warn(damage) })
  }

  #provideLimiters(config: CacheConfig, parts: StoreParts): void {
    const { app } = parts
    const store = (this.#limiterStore = createLimiterStore(config.limiters ?? {}, parts))
    app.provide(
      Limiters,
      () =>
        new Limiters(store, () =>
          warnOfReach(app, 'Limiters count', store, 'several allow as many times more'),
        ),
    )
    app.log.info(`Limiters count in ${store.description}.`)
  }

  #createCache(config: CacheConfig, parts: StoreParts): Cache {
    const { app } = parts
    const store = (this.#cacheStore = createCacheStore(config, parts))
    if (config.across !== undefined) assertReach(store, config.across, 'The app, by config/cache.ts,')
    app.log.info(`Cache: ${store.description}.`)
    const mayReplace = app.environment !== 'production'
    const backend = new CacheBackend(store, {
      classes: new RevivableClasses({ SafeHtml, ...config.classes }, { mayReplace }),
      report: (problem, error) => app.log.warn({ err: error }, problem),
    })
    app.provide(Pages, () => new Pages(backend))
    return new Cache(backend)
  }
}

/** A migration that has not run does not stop the start; whoever starts the app learns of it now. */
async function assertTable(app: Application, store: DatabaseStore): Promise<void> {
  try {
    await store.get('k:?')
  } catch (error) {
    const help = 'docs/cache.md has the migration that makes it.'
    app.log.warn({ err: error }, `What is cached cannot be kept in ${store.description}. ${help}`)
  }
}

/** In production there is more than one worker sooner or later, and more than one machine. */
function warnOfReach(
  app: Application,
  what: string,
  { reach, description }: { readonly reach: Reach; readonly description: string },
  harm: string,
): void {
  if (app.environment !== 'production' || reachesAcross(reach, 'machines')) return
  app.log.warn(
    `${what} in ${description}, each ${reach} for itself: ${harm}. Set \`redis\` in config/cache.ts.`,
  )
}
