import { createSubject, mysqlUrl, whyUnreachable } from '../../testing/contract/servers.ts'
import { describeDatabase } from '../../testing/contract/describe-database.ts'

await describeDatabase(
  'MySQL or MariaDB',
  () => createSubject(mysqlUrl),
  () => whyUnreachable(mysqlUrl),
)
