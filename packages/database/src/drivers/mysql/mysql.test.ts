import { createSubject, mysqlUrl } from '../../testing/contract/servers.ts'
import { describeDatabase } from '../../testing/contract/describe-database.ts'

await describeDatabase('MySQL or MariaDB', () => createSubject(mysqlUrl), { server: mysqlUrl })
