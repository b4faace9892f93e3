import type { Cache } from '../cache/cache.ts'
import type { CacheConfig } from './cache-config.ts'
import { CacheProvider } from './cache-provider.ts'
import { runningFor } from './running.ts'

type Call = Exclude<keyof Cache, 'reach' | 'description'>

const calls: readonly Call[] = [
  'get',
  'has',
  'many',
  'set',
  'add',
  'forget',
  'pull',
  'increment',
  'remember',
  'rememberForever',
  'flexible',
  'tags',
  'namespace',
  'flush',
]

/** The cache of the app that runs, and the provider of it. */
export interface AppCache extends Pick<Cache, Call> {
  (config?: CacheConfig): CacheProvider
}

function createProvider(config?: CacheConfig): CacheProvider {
  return new CacheProvider(config)
}

function callOfRunning(name: Call): (...values: unknown[]) => unknown {
  return (...values) => {
    const { cache: running } = runningFor(`cache.${name}`)
    return (running[name] as (...values: unknown[]) => unknown)(...values)
  }
}

/**
 * The cache of this app, and, called on the boot list, the part of the app that provides it with its locks, limiters and shared dictionaries. The settings
 * come from `config/cache.ts` (`cache` in the config of `createApp`).
 *
 * @example
 * export default createApp({ app, cache: { redis: { url: env.optional('REDIS_URL') } } }, [cache(), routes])
 *
 * @example
 * const top = await cache.remember('top-posts', minutes(5), () => Post.top(10))
 *
 * @throws CacheError `E_CACHE_NOT_READY` for a call before the app has booted, or without `cache()` on its boot list
 */
export const cache: AppCache = Object.assign(
  createProvider,
  Object.fromEntries(calls.map((name) => [name, callOfRunning(name)])),
) as unknown as AppCache
