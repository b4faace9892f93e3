import type { CacheConfig } from 'vanillin/cache'

const cache: CacheConfig = {}
export default cache
