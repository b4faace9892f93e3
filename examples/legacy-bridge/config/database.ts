import { env } from 'vanillin'
import { defineDatabaseConfig } from 'vanillin/database'

// Without DATABASE_URL: an embedded Postgres in database/.data, and one in memory for each test run.
export default defineDatabaseConfig({ url: env.optional('DATABASE_URL') })
