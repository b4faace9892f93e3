import { createApp } from 'vanillin'
import { database } from 'vanillin/database'
import app from './config/app.ts'
import databaseConfig from './config/database.ts'
import routes from './routes.ts'

export default createApp({ app, database: databaseConfig }, [database(), routes])
