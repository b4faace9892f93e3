import { createApp, sessions } from 'vanillin'
import { cache } from 'vanillin/cache'
import { database } from 'vanillin/database'
import app from './config/app.ts'
import cacheConfig from './config/cache.ts'
import databaseConfig from './config/database.ts'
import session from './config/session.ts'
import routes from './routes.ts'

export default createApp({ app, cache: cacheConfig, database: databaseConfig, session }, [
  database(),
  cache(),
  sessions(),
  routes,
])
