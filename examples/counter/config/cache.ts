import { env } from 'vanillin'
import type { CacheConfig } from 'vanillin/cache'

const url = env.optional('REDIS_URL')

// The one setting: REDIS_URL. With it counts and pages are those of all machines, without it those of this one.
const cache: CacheConfig = { redis: { url }, store: ['memory', url ? 'redis' : 'shared'] }
export default cache
