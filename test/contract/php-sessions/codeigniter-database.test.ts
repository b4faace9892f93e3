import { afterAll, beforeAll } from 'vitest'
import { sql } from '@vanillin/database'
import { describeOnServer } from '../../../packages/database/src/testing/contract/describe-on-server.ts'
import {
  createSubject,
  mysqlUrl,
  postgresUrl,
} from '../../../packages/database/src/testing/contract/servers.ts'
import { describeSessionStore } from '../../../packages/php/src/sessions/testing/contract/describe-session-store.ts'
import { CodeIgniterDatabaseSessions } from '../../../packages/php/src/codeigniter/codeigniter-database-sessions.ts'

/** The tables of CodeIgniter's guides. */
const tables = {
  mysql: {
    3: 'id varchar(128) not null primary key, ip_address varchar(45) not null, timestamp int(10) unsigned default 0 not null, data mediumblob not null',
    4: 'id varchar(128) not null primary key, ip_address varchar(45) not null, timestamp timestamp default current_timestamp not null, data mediumblob not null',
  },
  postgres: {
    3: `id varchar(128) not null primary key, ip_address varchar(45) not null, timestamp bigint default 0 not null, data text default '' not null`,
    4: `id varchar(128) not null primary key, ip_address inet not null, timestamp timestamptz default current_timestamp not null, data bytea default '' not null`,
  },
} as const

for (const [driver, name, url] of [
  ['mysql', 'MariaDB', mysqlUrl],
  ['postgres', 'PostgreSQL', postgresUrl],
] as const)
  await describeOnServer(`sessions of CodeIgniter on ${name}`, url, () => {
    let subject: Awaited<ReturnType<typeof createSubject>>
    beforeAll(async () => {
      subject = await createSubject(url)
      for (const version of [3, 4] as const)
        // oxlint-disable-next-line no-await-in-loop -- one table after the other
        await sql
          .raw(`create table sessions_${version} (${tables[driver][version]})`)
          .execute(subject.database)
    })
    afterAll(() => subject.dispose())

    for (const version of [3, 4] as const)
      for (const matchIp of [false, true])
        describeSessionStore(`CodeIgniter ${version} on ${name}${matchIp ? ', for one address' : ''}`, () => {
          const connect = (): CodeIgniterDatabaseSessions => {
            const settings = { version, cookie: 'ci_session', matchIp } as const
            return new CodeIgniterDatabaseSessions(subject.database, settings, {
              table: `sessions_${version}`,
            })
          }
          return { store: connect(), other: connect(), id: 'a'.repeat(40), matchesIp: matchIp }
        })
  })
