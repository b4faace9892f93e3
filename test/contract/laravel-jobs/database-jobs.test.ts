import { minutes } from '@vanillin/core'
import { sql } from '@vanillin/database'
import { LaravelQueue } from '@vanillin/php'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeOnServer } from '../../../packages/database/src/testing/contract/describe-on-server.ts'
import {
  createSubject,
  mysqlUrl,
  postgresUrl,
} from '../../../packages/database/src/testing/contract/servers.ts'

/** The table of Laravel's migration. */
const tables = {
  mysql:
    'id bigint unsigned not null auto_increment primary key, queue varchar(255) not null, payload longtext not null, attempts tinyint unsigned not null, reserved_at int unsigned null, available_at int unsigned not null, created_at int unsigned not null',
  postgres:
    'id bigserial primary key, queue varchar(255) not null, payload text not null, attempts smallint not null, reserved_at integer null, available_at integer not null, created_at integer not null',
} as const

for (const [driver, name, url] of [
  ['mysql', 'MariaDB', mysqlUrl],
  ['postgres', 'PostgreSQL', postgresUrl],
] as const)
  await describeOnServer(`LaravelQueue on ${name}`, url, () => {
    let subject: Awaited<ReturnType<typeof createSubject>>

    beforeAll(async () => {
      subject = await createSubject(url)
      const charset = driver === 'mysql' ? ' default charset utf8mb4' : ''
      await sql.raw(`create table jobs (${tables[driver]})${charset}`).execute(subject.database)
    })
    afterAll(() => subject.dispose())

    test('a job is a row, due now or later, and goes with its transaction', async () => {
      const { database } = subject
      const queue = new LaravelQueue({ store: { in: 'database', database } })
      const before = Math.floor(Date.now() / 1_000)
      await queue.dispatch('App\\Jobs\\Greet', { name: 'Ädä ✓' })
      await queue.dispatch('App\\Jobs\\Clean', {}, { queue: 'low', delay: minutes(5) })
      const failing = database.transaction(async () => {
        await queue.dispatch('App\\Jobs\\Lost')
        throw new Error('rolled back')
      })
      await expect(failing).rejects.toThrow('rolled back')
      await database.transaction(() => queue.dispatch('App\\Jobs\\Kept'))

      interface Row {
        readonly queue: string
        readonly payload: string
        readonly attempts: number
        readonly reserved_at: number | null
        readonly available_at: number
        readonly created_at: number
      }
      const { rows } = await sql<Row>`select * from jobs order by id`.execute(database)
      const payloads = rows.map(({ payload }) => JSON.parse(payload) as { displayName: string; data: object })
      expect(payloads.map(({ displayName }) => displayName)).toEqual([
        'App\\Jobs\\Greet',
        'App\\Jobs\\Clean',
        'App\\Jobs\\Kept',
      ])
      expect(payloads.at(0)!.data).toEqual({
        commandName: 'App\\Jobs\\Greet',
        command: 'O:14:"App\\Jobs\\Greet":1:{s:4:"name";s:9:"Ädä ✓";}',
      })
      expect(payloads.at(0)).not.toHaveProperty('attempts')
      const [due, later] = [rows.at(0)!, rows.at(1)!]
      expect(due).toMatchObject({ queue: 'default', attempts: 0, reserved_at: null })
      expect(due.created_at).toBeGreaterThanOrEqual(before)
      expect(due.available_at).toBe(due.created_at)
      expect(later).toMatchObject({ queue: 'low' })
      expect(later.available_at - later.created_at).toBe(300)
    })
  })
