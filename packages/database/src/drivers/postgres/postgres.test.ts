import { createSubject, postgresUrl } from '../../testing/contract/servers.ts'
import { describeDatabase } from '../../testing/contract/describe-database.ts'

await describeDatabase('PostgreSQL', () => createSubject(postgresUrl), { server: postgresUrl })
