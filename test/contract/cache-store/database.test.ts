import { describeOnServer } from '../../../packages/database/src/testing/contract/describe-on-server.ts'
import {
  createSubject,
  mysqlUrl,
  postgresUrl,
} from '../../../packages/database/src/testing/contract/servers.ts'
import { describeOnDatabase } from './describe-on-database.ts'

for (const [name, url] of [
  ['PostgreSQL', postgresUrl],
  ['MariaDB', mysqlUrl],
] as const) {
  await describeOnServer(`on ${name}`, url, () =>
    describeOnDatabase(name, async () => {
      const subject = await createSubject(url)
      const other = await subject.connectAgain()
      return {
        database: subject.database,
        other,
        url: subject.url,
        dispose: async () => {
          await other.close()
          await subject.dispose()
        },
      }
    }),
  )
}
