import { compress, createApp, sessions } from 'vanillin'
import { cache } from 'vanillin/cache'
import { database } from 'vanillin/database'
import { AuditPlugin } from '#plugins/audit'
import app from './config/app.ts'
import cacheConfig from './config/cache.ts'
import databaseConfig from './config/database.ts'
import session from './config/session.ts'
import routes from './routes.ts'

// What the app is made of, from top to bottom.
export default createApp({ app, cache: cacheConfig, database: databaseConfig, session }, [
  compress(),
  database(),
  cache(),
  sessions(),
  new AuditPlugin(),
  routes,
])
