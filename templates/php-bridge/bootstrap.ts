import { createApp } from 'vanillin'
import { phpStatus } from 'vanillin/php'
import app from './config/app.ts'
import routes from './routes.ts'

export default createApp({ app }, [phpStatus(), routes])
