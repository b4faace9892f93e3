import { createApp } from 'vanillin'
import { GatePlugin } from '#plugins/gate'
import { harbour } from '#providers/harbour'
import app from './config/app.ts'
import routes from './routes.ts'

// What the app is made of, from top to bottom.
export default createApp({ app }, [harbour(), new GatePlugin(app.adminPassword), routes])
