import { createApp } from 'vanillin'
import { cache } from 'vanillin/cache'
import app from './config/app.ts'
import cacheConfig from './config/cache.ts'
import routes from './routes.ts'

// What the app is made of, from top to bottom.
export default createApp({ app, cache: cacheConfig }, [cache(), routes])
