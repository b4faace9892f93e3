import { defineConfig } from '@adonisjs/lucid'
import env from '#start/env'

const url = new URL(env.get('DATABASE_URL', 'postgres://127.0.0.1/none'))
const connection = {
  host: url.hostname,
  port: Number(url.port),
  user: url.username,
  password: url.password,
  database: url.pathname.slice(1),
}

export default defineConfig({
  connection: url.protocol === 'mysql:' ? 'mysql' : 'postgres',
  connections: {
    postgres: { client: 'pg', connection },
    mysql: { client: 'mysql2', connection },
  },
})
