import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Model, sql } from '../../index.ts'
import type { Database } from '../../index.ts'
import type { ContractContext } from './describe-database.ts'

type Mood = 'sad' | 'ok' | 'so, "so"'

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- how an app's database/schema.ts does it
  namespace Vanillin {
    interface Tables {
      contract_moody: { id: number; moods: Mood[] | null }
    }
  }
}

class Moody extends Model('contract_moody') {}

/** Lists of a type that the database was extended with, on databases that have them. */
export function listCases(context: ContractContext): void {
  const hasLists = (): boolean => context.database.driver !== 'mysql'
  const run = async (...statements: readonly string[]): Promise<void> => {
    for (const statement of hasLists() ? statements : [])
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await sql.raw(statement).execute(context.database)
  }
  const testWithLists = (name: string, check: () => Promise<void>): void =>
    test(name, async ({ skip }) => {
      if (!hasLists()) skip('it has no lists')
      await check()
    })

  describe('lists of an enum', () => {
    beforeAll(() =>
      run(
        `create type contract_moods as enum ('sad', 'ok', 'so, "so"')`,
        'create table contract_moody (id integer primary key, moods contract_moods[])',
      ),
    )
    beforeEach(() => run('delete from contract_moody'))
    afterAll(() => run('drop table contract_moody', 'drop type contract_moods'))

    const all: Mood[] = ['sad', 'ok', 'so, "so"']
    const rows = [
      { id: 1, moods: all },
      { id: 2, moods: [] },
      { id: 3, moods: null },
    ]
    const write = (): Promise<unknown> => context.database.insertInto('contract_moody').values(rows).execute()

    testWithLists('are read as lists and written from them, as often as one likes', async () => {
      await write()
      const read = (): Promise<unknown> =>
        context.database.selectFrom('contract_moody').selectAll().orderBy('id').execute()
      for (let count = 0; count < 3; count += 1) expect(await read()).toEqual(rows)
      const { rows: raw } =
        await sql`select moods, moods[1] as first from contract_moody where id = 1`.execute(context.database)
      expect(raw).toEqual([{ moods: all, first: 'sad' }])
    })

    testWithLists('are properties of a model', async () => {
      const moody = await Moody.create({ id: 1, moods: ['ok'] })
      expect(moody.moods).toEqual(['ok'])
      moody.moods?.push('so, "so"')
      await moody.save()
      expect((await Moody.findOrFail(1)).moods).toEqual(['ok', 'so, "so"'])
      expect(await Moody.where('moods', ['ok', 'so, "so"']).count()).toBe(1)
      expect(await Moody.where((row) => sql<boolean>`'sad' = any(${row.ref('moods')})`).exists()).toBe(false)
    })

    testWithLists('are known by each way to a connection at first sight', async () => {
      await write()
      const first: ((database: Database) => Promise<unknown>)[] = [
        (database) => database.selectFrom('contract_moody').selectAll().orderBy('id').execute(),
        (database) =>
          database.transaction(() =>
            database.selectFrom('contract_moody').selectAll().orderBy('id').execute(),
          ),
        async (database) => {
          const read: unknown[] = []
          const stream = database.selectFrom('contract_moody').selectAll().orderBy('id').stream(2)
          for await (const row of stream) read.push(row)
          return read
        },
      ]
      for (const read of first) {
        // oxlint-disable-next-line no-await-in-loop -- the embedded database has one connection
        const database = await context.subject.connectAgain({ pool: { max: 2 } })
        // oxlint-disable-next-line no-await-in-loop
        expect(await read(database)).toEqual(rows)
        // oxlint-disable-next-line no-await-in-loop
        if (database !== context.database) await database.close()
      }
    })

    testWithLists('of a type that is made in the same transaction', async () => {
      const { database } = context
      const undone = database.transaction(async () => {
        await sql.raw(`create type contract_state as enum ('on', 'off')`).execute(database)
        const { rows: read } = await sql`select '{on,off}'::contract_state[] as states`.execute(database)
        expect(read).toEqual([{ states: ['on', 'off'] }])
        throw new Error('undone')
      })
      await expect(undone).rejects.toThrow('undone')
    })
  })
}
