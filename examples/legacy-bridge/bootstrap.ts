import { createApp, sessions } from 'vanillin'
import { database } from 'vanillin/database'
import app from './config/app.ts'
import databaseConfig from './config/database.ts'
import session from './config/session.ts'
import routes from './routes.ts'

// What the app is made of, from top to bottom.
export default createApp({ app, database: databaseConfig, session }, [database(), sessions(), routes])
