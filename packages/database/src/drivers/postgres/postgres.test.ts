import { createSubject, postgresUrl, whyUnreachable } from '../../testing/contract/servers.ts'
import { describeDatabase } from '../../testing/contract/describe-database.ts'

await describeDatabase(
  'PostgreSQL',
  () => createSubject(postgresUrl),
  () => whyUnreachable(postgresUrl),
)
