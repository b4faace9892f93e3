import { expect, test } from 'vitest'
import { Model, sql, useDatabase } from '../index.ts'
import { describeOnServer } from '../testing/contract/describe-on-server.ts'
import { createSubject, mysqlUrl } from '../testing/contract/servers.ts'

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- how an app's database/schema.ts does it
  namespace Vanillin {
    interface Tables {
      zero_dates: { id: number; name: string; seen_at: Date | null; born_on: string }
    }
  }
}

class Visit extends Model('zero_dates') {}

await describeOnServer('dates of zeros, as MySQL keeps them for PHP', mysqlUrl, () => {
  test('are read, changed, kept as plain data, and a place in a list', async () => {
    const subject = await createSubject(mysqlUrl)
    const before = useDatabase(subject.database)
    try {
      await sql`create table zero_dates (id int primary key, name varchar(20), seen_at datetime, born_on date)`.execute(
        subject.database,
      )
      await subject.database.connection().execute(async (one) => {
        await sql`set sql_mode = ''`.execute(one)
        await sql`insert into zero_dates values
          (1, 'Ada', '0000-00-00 00:00:00', '0000-00-00'), (2, 'Grace', '0000-00-00 00:00:00', '1906-12-09'),
          (3, 'Joan', '2026-01-02 03:04:05', '1921-06-24')`.execute(one)
      })

      const ada = await Visit.findOrFail(1)
      expect(ada.seen_at?.getTime()).toBeNaN()
      expect(ada.born_on).toBe('0000-00-00')
      expect(ada.isDirty()).toBe(false)
      expect(JSON.parse(JSON.stringify(ada))).toMatchObject({ seen_at: null })

      const again = Visit.revive(JSON.parse(JSON.stringify(ada.toPlain())))
      expect(again.seen_at?.getTime()).toBeNaN()
      expect(again.isDirty()).toBe(false)

      const names: string[] = []
      for (let cursor: string | null = ''; cursor !== null;) {
        const page = await Visit.orderBy('seen_at').cursorPaginate({ perPage: 1, cursor })
        names.push(...page.items.map(({ name }) => name))
        cursor = page.next
      }
      expect(names).toEqual(['Ada', 'Grace', 'Joan'])

      await ada.update({ name: 'Ada L.' })
      ada.seen_at = null
      expect(ada.isDirty('seen_at')).toBe(true)
      await ada.save()
      expect((await ada.refresh()).seen_at).toBeNull()
    } finally {
      useDatabase(before)
      await subject.dispose()
    }
  })
})
