import { connectDatabase, createMigrator, defineMigration } from '@vanillin/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOnServer } from '../../packages/database/src/testing/contract/describe-on-server.ts'
import { createSubject, mysqlUrl, postgresUrl } from '../../packages/database/src/testing/contract/servers.ts'

/** What ends a statement, a text or a comment for one database or the other. */
const hostileTexts: readonly string[] = [
  ...[
    "'",
    '"',
    '`',
    "\\'",
    "''",
    "'--",
    "' #",
    "'/*",
    "';",
    '$$',
    '$1',
    '?',
    ':name',
    '%',
    '_',
    '\\',
    'E\\047',
    '\u02BC',
    '\uFF07',
  ].flatMap((end) => [
    end,
    `${end} OR 1=1 --`,
    `${end}; DROP TABLE notes; --`,
    `${end} UNION SELECT id, body FROM notes --`,
  ]),
  '1 OR 1=1',
  '1); DELETE FROM notes; --',
  'x\n-- y',
  '{"$gt":""}',
  '0x27204F5220313D31',
]
type Tables = { notes: { id: number; body: string } }
const migration = defineMigration({
  up: (schema) =>
    schema.createTable('notes', (table) => {
      table.id()
      table.text('body')
    }),
})
const migrations = [
  { name: '2026_01_01_000000_create_notes', load: () => Promise.resolve({ default: migration }) },
]

const embedded = async () => {
  const database = await connectDatabase({ embedded: { memory: true } })
  return { database, dispose: () => database.close() }
}
for (const [name, url] of [
  ['the embedded database', undefined],
  ['PostgreSQL', postgresUrl],
  ['MariaDB', mysqlUrl],
] as const) {
  await describeOnServer(`texts in statements on ${name}`, url, () => {
    let subject: Awaited<ReturnType<typeof embedded>>
    beforeAll(async () => {
      subject = await (url === undefined ? embedded() : createSubject(url))
      await createMigrator({ database: subject.database, migrations }).migrate()
    })
    afterAll(() => subject.dispose())

    test('a text that a statement takes is never read as a part of it', async () => {
      const notes = subject.database.withTables<Tables>()
      await notes
        .insertInto('notes')
        .values({ body: 'innocent' } as never)
        .execute()
      for (const body of hostileTexts) {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        expect(await notes.selectFrom('notes').select('id').where('body', '=', body).execute()).toEqual([])
        // oxlint-disable-next-line no-await-in-loop -- as above
        await notes
          .insertInto('notes')
          .values({ body } as never)
          .execute()
        // oxlint-disable-next-line no-await-in-loop -- as above
        const found = await notes.selectFrom('notes').select('body').where('body', '=', body).execute()
        expect(found).toEqual([{ body }])
        const changed = notes.updateTable('notes').set({ body: `${body}!` })
        // oxlint-disable-next-line no-await-in-loop -- as above
        await changed.where('body', 'in', [body]).execute()
      }
      const all = await notes.selectFrom('notes').select('body').orderBy('id').execute()
      expect(all.map(({ body }) => body)).toEqual(['innocent', ...hostileTexts.map((body) => `${body}!`)])
    })
  })
}
