import { expect, test } from 'vitest'
import { sql } from '../../index.ts'
import { createSubject, mysqlUrl } from '../../testing/contract/servers.ts'
import { describeOnServer } from '../../testing/contract/describe-on-server.ts'

await describeOnServer('two inserts of one unique value, on MySQL or MariaDB', mysqlUrl, () => {
  test('where a row with it was just deleted: one is kept, the other is told, and none is the victim of a deadlock', async () => {
    const subject = await createSubject(mysqlUrl)
    const { database } = subject
    try {
      await sql`create table names (id int auto_increment primary key, name varchar(40) not null unique)`.execute(
        database,
      )
      const insert = (): Promise<unknown> => sql`insert into names (name) values ('Ada')`.execute(database)
      const codes = new Set<unknown>()
      for (let round = 0; round < 200; round += 1) {
        await insert()
        await sql`delete from names`.execute(database)
        const refused = (await Promise.allSettled([insert(), insert()])).filter(
          (result) => result.status === 'rejected',
        )
        expect(refused).toHaveLength(1)
        for (const { reason } of refused) codes.add((reason as { code?: unknown }).code)
        await sql`delete from names`.execute(database)
      }
      expect([...codes]).toEqual(['E_ROW_EXISTS'])
    } finally {
      await subject.dispose()
    }
  })
})
