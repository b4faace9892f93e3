import type { CacheConfig } from 'vanillin/cache'

const cache: CacheConfig = { limiters: { store: 'shared' } }
export default cache
