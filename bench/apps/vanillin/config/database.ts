import { env } from 'vanillin'
import { defineDatabaseConfig } from 'vanillin/database'

// The routes without a database are measured without one: nothing connects before the first query.
export default defineDatabaseConfig({
  url: env.string('DATABASE_URL', 'postgres://bench@127.0.0.1:1/postgres'),
})
