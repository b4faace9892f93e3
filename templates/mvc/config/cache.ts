import { env } from 'vanillin'
import type { CacheConfig } from 'vanillin/cache'

// What counts requests: each process for itself, or with REDIS_URL all of them together.
const cache: CacheConfig = { redis: { url: env.optional('REDIS_URL') } }
export default cache
