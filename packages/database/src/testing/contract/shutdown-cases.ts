import { expect, test } from 'vitest'
import { connectDatabase, sql } from '../../index.ts'
import type { Database } from '../../index.ts'
import type { ContractContext } from './describe-database.ts'

export function shutdownCases(context: ContractContext): void {
  // The embedded one is closed for good, so it is one of the test's own.
  const connect = (): Promise<Database> =>
    context.database.driver === 'embedded'
      ? connectDatabase({ embedded: { memory: true } })
      : context.subject.connectAgain({ pool: { max: 3 } })

  const connectionId = (database: Database): ReturnType<typeof sql<number>> => {
    if (database.driver === 'mysql') return sql<number>`connection_id()`
    return sql<number>`pg_backend_pid()`
  }

  /** Which of some connections the server still has. */
  const stillOpen = async (ids: readonly number[]): Promise<unknown[]> => {
    const { database } = context
    const list = sql.join(ids)
    const { rows } =
      database.driver === 'mysql'
        ? await sql<{
            id: number
          }>`select id from information_schema.processlist where id in (${list})`.execute(database)
        : await sql<{ id: number }>`select pid as id from pg_stat_activity where pid in (${list})`.execute(
            database,
          )
    return rows
  }

  test('a shutdown drains: what is in flight and what waits is answered, then the connections close', async () => {
    const database = await connect()
    const id = connectionId(database)
    await sql`create table if not exists contract_drained (id integer primary key)`.execute(database)
    await sql`delete from contract_drained`.execute(database)
    const tables = database.withTables<{ contract_drained: { id: number } }>()

    let proceed!: () => void
    const closing = new Promise<void>((resolve) => (proceed = resolve))
    let begun!: () => void
    const isBegun = new Promise<void>((resolve) => (begun = resolve))
    const transaction = database.transaction(async () => {
      await tables.insertInto('contract_drained').values({ id: 1 }).execute()
      begun()
      await closing
      await tables.insertInto('contract_drained').values({ id: 2 }).execute()
      return (await sql<{ id: number }>`select ${id} as id`.execute(database)).rows.at(0)!.id
    })
    await isBegun
    const asked = [
      ...Array.from({ length: 30 }, (_, index) =>
        database.selectNoFrom([sql<number>`${index}`.as('index'), id.as('id')]).executeTakeFirstOrThrow(),
      ),
      ...Array.from({ length: 10 }, async (_, index) => {
        await tables
          .insertInto('contract_drained')
          .values({ id: 10 + index })
          .execute()
        return { index, id: 0 }
      }),
    ]
    const raw = Array.from({ length: 10 }, async () => {
      return (await sql<{ id: number }>`select ${id} as id`.execute(database)).rows.at(0)!.id
    })

    const closed = database.close()
    proceed()
    const ids = new Set([await transaction, ...(await Promise.all(raw))])
    for (const answer of await Promise.all(asked)) ids.add(answer.id)
    await closed

    await expect(sql`select 1`.execute(database)).rejects.toThrow()
    await database.close() // again: nothing is left to do
    if (database.driver === 'embedded') return
    await expect.poll(() => stillOpen([...ids])).toEqual([])
    const { rows } = await sql<{ count: string }>`select count(*) as count from contract_drained`.execute(
      context.database,
    )
    expect(Number(rows[0]?.count)).toBe(12)
    await sql`drop table contract_drained`.execute(context.database)
  })
}
