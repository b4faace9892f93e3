import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import { connectDatabase, createMigrator, defineMigration, type Database } from '@vanillin/database'
import { DatabaseSessionStore, sessionsTable } from '@vanillin/database/vanillin'
import { describeOnServer } from '../../../packages/database/src/testing/contract/describe-on-server.ts'
import {
  createSubject,
  mysqlUrl,
  postgresUrl,
} from '../../../packages/database/src/testing/contract/servers.ts'
import { describeSessions } from './describe-sessions.ts'

const migration = defineMigration({ up: (schema) => schema.createTable('sessions', sessionsTable) })
const migrations = [
  { name: '2026_01_01_000000_create_sessions', load: () => Promise.resolve({ default: migration }) },
]

describe('sessions in the embedded database', () => {
  describeOn('embedded', async () => {
    const database = await connectDatabase({ embedded: { memory: true } })
    return { database, dispose: () => database.close() }
  })
})

for (const [name, url] of [
  ['PostgreSQL', postgresUrl],
  ['MariaDB', mysqlUrl],
] as const) {
  await describeOnServer(`sessions on ${name}`, url, () => describeOn(name, () => createSubject(url)))
}

function describeOn(
  name: string,
  connect: () => Promise<{ database: Database; dispose(): Promise<void> }>,
): void {
  let subject: Awaited<ReturnType<typeof connect>>
  beforeAll(async () => {
    subject = await connect()
    await createMigrator({ database: subject.database, migrations }).migrate()
  })
  beforeEach(async () => {
    await subject.database.deleteFrom('sessions' as never).execute()
  })
  afterAll(() => subject.dispose())

  describeSessions(`database (${name})`, 'store', () => ({
    driver: new DatabaseSessionStore(subject.database),
    async stored() {
      const rows = await subject.database
        .selectFrom('sessions' as never)
        .selectAll()
        .execute()
      return (rows as { id: string; payload: string }[]).flatMap(({ id, payload }) => [id, payload])
    },
    async damage(by) {
      const sessions = subject.database.withTables<{ sessions: { id: string; payload: string } }>()
      for (const { id, payload } of await sessions
        .selectFrom('sessions')
        .select(['id', 'payload'])
        .execute()) {
        const changed = sessions.updateTable('sessions').set({ payload: by(payload) })
        // oxlint-disable-next-line no-await-in-loop -- there is one
        await changed.where('id', '=', id).execute()
      }
    },
  }))
}
