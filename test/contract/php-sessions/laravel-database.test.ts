import { afterAll, beforeAll } from 'vitest'
import { sql } from '@vanillin/database'
import { describeOnServer } from '../../../packages/database/src/testing/contract/describe-on-server.ts'
import {
  createSubject,
  mysqlUrl,
  postgresUrl,
} from '../../../packages/database/src/testing/contract/servers.ts'
import { describeSessionStore } from '../../../packages/php/src/sessions/testing/contract/describe-session-store.ts'
import { LaravelDatabaseSessions } from '../../../packages/php/src/laravel/laravel-database-sessions.ts'

for (const [name, url, text] of [
  ['MariaDB', mysqlUrl, 'longtext'],
  ['PostgreSQL', postgresUrl, 'text'],
] as const)
  await describeOnServer(`sessions of Laravel on ${name}`, url, () => {
    let subject: Awaited<ReturnType<typeof createSubject>>
    beforeAll(async () => {
      subject = await createSubject(url)
      const columns = `id varchar(255) primary key, user_id bigint null, ip_address varchar(45) null, user_agent text null, payload ${text} not null, last_activity integer not null`
      await sql.raw(`create table sessions (${columns})`).execute(subject.database)
    })
    afterAll(() => subject.dispose())

    describeSessionStore(`Laravel on ${name}`, () => ({
      store: new LaravelDatabaseSessions(subject.database),
      other: new LaravelDatabaseSessions(subject.database),
      id: 'a'.repeat(40),
    }))
  })
