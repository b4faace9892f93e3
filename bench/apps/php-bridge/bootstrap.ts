import { createApp } from 'vanillin'
import app from './config/app.ts'
import routes from './routes.ts'

export default createApp({ app }, [routes])
