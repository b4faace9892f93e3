import { describe, expect, test } from 'vitest'
import { Model, isUniqueViolation, sql, useDatabase } from '../../index.ts'
import type { ContractContext } from './describe-database.ts'

export function queryCases(context: ContractContext): void {
  const addAuthor = (email: string): Promise<unknown> =>
    context.database.insertInto('contract_authors').values({ email }).execute()

  const emails = async (): Promise<string[]> => {
    const rows = await context.database
      .selectFrom('contract_authors')
      .select('email')
      .orderBy('email')
      .execute()
    return rows.map(({ email }) => email)
  }

  describe('transactions and errors', () => {
    test('a transaction is kept whole', async () => {
      await context.database.transaction().execute(async (trx) => {
        await trx
          .insertInto('contract_authors')
          .values([{ email: 'a@x' }, { email: 'b@x' }])
          .execute()
      })
      expect(await emails()).toEqual(['a@x', 'b@x'])
    })

    test('a transaction that throws leaves nothing, and the connection is usable', async () => {
      const attempt = context.database.transaction().execute(async (trx) => {
        await trx.insertInto('contract_authors').values({ email: 'a@x' }).execute()
        throw new Error('on purpose')
      })
      await expect(attempt).rejects.toThrow('on purpose')
      expect(await emails()).toEqual([])
    })

    test('a savepoint takes back a part', async () => {
      const trx = await context.database.startTransaction().execute()
      await trx.insertInto('contract_authors').values({ email: 'kept@x' }).execute()
      const inner = await trx.savepoint('part').execute()
      await inner.insertInto('contract_authors').values({ email: 'dropped@x' }).execute()
      await inner.rollbackToSavepoint('part').execute()
      await trx.commit().execute()
      expect(await emails()).toEqual(['kept@x'])
    })

    test('a transaction that was begun by hand and forgotten is taken back with its connection', async () => {
      const isEmbedded = context.database.driver === 'embedded'
      const single = isEmbedded
        ? context.database
        : await context.subject.connectAgain({ pool: { max: 1, lanes: 0 } })
      await single.connection().execute(async (one) => {
        await sql`begin`.execute(one)
        await sql`insert into contract_authors (email) values ('forgotten@x')`.execute(one)
      })
      expect((await sql`select email from contract_authors`.execute(single)).rows).toEqual([])
      if (!isEmbedded) await single.close()
      expect(await emails()).toEqual([])
    })

    test('50 transactions at once do not mix', async () => {
      await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          context.database
            .transaction()
            .execute(async (trx) => {
              await trx
                .insertInto('contract_authors')
                .values({ email: `${index}@x` })
                .execute()
              await trx
                .insertInto('contract_authors')
                .values({ email: `${index}@y` })
                .execute()
              if (index % 2 === 1) throw new Error('odd')
            })
            .catch((error: Error) => {
              if (error.message !== 'odd') throw error
            }),
        ),
      )
      const kept = await emails()
      expect(kept).toHaveLength(50)
      expect(kept.every((email) => Number.parseInt(email, 10) % 2 === 0)).toBe(true)
    })

    test('what a transaction has not committed is seen by nobody else', async () => {
      const { database } = context
      if (database.driver === 'embedded') return // the others wait for their turn
      await database.transaction().execute(async (trx) => {
        await trx.insertInto('contract_authors').values({ email: 'a@x' }).execute()
        expect(await emails()).toEqual([])
      })
    })

    test('a second row with a unique value is refused with the table and the columns, and without the value', async () => {
      const { database } = context
      const refused = {
        code: 'E_ROW_EXISTS',
        status: 409,
        table: 'contract_authors',
        columns: ['email'],
        constraint: 'contract_authors_email_unique',
      }
      await addAuthor('secret@x')
      await addAuthor('b@x')
      const update = { email: 'secret@x' }
      for (const attempt of [
        () => addAuthor('secret@x'),
        () => database.updateTable('contract_authors').set(update).where('email', '=', 'b@x').execute(),
        () => sql`update ${sql.table('contract_authors')} set email = ${'secret@x'}`.execute(database),
        () =>
          database
            .transaction()
            .execute((trx) => trx.insertInto('contract_authors').values({ email: 'secret@x' }).execute()),
      ]) {
        const error: unknown = await attempt().catch((thrown: unknown) => thrown)
        expect(error).toMatchObject(refused)
        expect(isUniqueViolation(error) && isUniqueViolation(error, 'email')).toBe(true)
        expect(isUniqueViolation(error, 'id')).toBe(false)
        expect(`${(error as Error).message} ${JSON.stringify(error)}`).not.toContain('secret')
        const { cause } = error as Error
        expect(`${(cause as Error | undefined)?.message} ${JSON.stringify(cause)}`).not.toContain('secret')
      }
      const { id } = await database.selectFrom('contract_authors').select('id').executeTakeFirstOrThrow()
      const post = { author_id: id, title: 't', body: 'b', meta: null }
      await database.insertInto('contract_posts').values(post).execute()
      const twice: unknown = await database
        .insertInto('contract_posts')
        .values(post)
        .execute()
        .catch((thrown: unknown) => thrown)
      expect(twice).toMatchObject({ table: 'contract_posts', columns: ['author_id', 'title'] })
      const key = database.insertInto('contract_authors').values({ id, email: 'c@x' })
      await expect(key.execute()).rejects.toMatchObject({ code: 'E_ROW_EXISTS', columns: ['id'] })
    })

    test('a table or a column that is not there: what to do stands in the help', async () => {
      const { database } = context
      const table = database.selectFrom('contract_absent' as never).selectAll()
      await expect(table.execute()).rejects.toMatchObject({
        help: expect.stringContaining('vanillin migrate'),
      })
      const column = database.selectFrom('contract_authors').select('emial' as never)
      await expect(column.execute()).rejects.toMatchObject({ help: expect.stringContaining('schema.ts') })
    })

    test('a stream brings all rows with their types, and gives its connection back', async () => {
      const { database } = context
      const rows = Array.from({ length: 25 }, (_, index) => ({ id: index + 1, whole: index, is_on: true }))
      await database.insertInto('contract_values').values(rows).execute()
      const query = database.selectFrom('contract_values').select(['id', 'is_on']).orderBy('id')
      for (let round = 0; round < 12; round += 1) {
        const ids: string[] = []
        for await (const row of query.stream(10)) {
          expect(row.is_on).toBe(true)
          ids.push(row.id)
          if (round > 0 && ids.length === 3) break
        }
        expect(ids).toEqual(rows.slice(0, round > 0 ? 3 : 25).map(({ id }) => String(id)))
      }
      expect(await query.execute()).toHaveLength(25)
    })

    test("a foreign key to nothing is refused with the database's own code", async () => {
      const attempt = context.database
        .insertInto('contract_posts')
        .values({ author_id: 999_999, title: 't', body: 'b', meta: null })
        .execute()
      const error = (await attempt.catch((thrown: unknown) => thrown)) as { code?: string }
      expect(error.code).toBe(context.database.driver === 'mysql' ? 'ER_NO_REFERENCED_ROW_2' : '23503')
    })

    test('deleting an author takes the posts along', async () => {
      await addAuthor('a@x')
      const { id } = await context.database
        .selectFrom('contract_authors')
        .select('id')
        .executeTakeFirstOrThrow()
      await context.database
        .insertInto('contract_posts')
        .values({ author_id: id, title: 't', body: 'b', meta: null })
        .execute()
      await context.database.deleteFrom('contract_authors').execute()
      expect(await context.database.selectFrom('contract_posts').selectAll().execute()).toEqual([])
    })

    test("a syntax error is the database's own, and the next query works", async () => {
      await expect(sql`selec 1`.execute(context.database)).rejects.toThrow(/syntax/i)
      expect(await emails()).toEqual([])
    })

    test('an error carries the SQL of its statement, without the values', async () => {
      const { database } = context
      await addAuthor('secret@x')
      const error = (await addAuthor('secret@x').catch((thrown: unknown) => thrown)) as { sql?: string }
      expect(error.sql).toMatch(/^insert into .contract_authors. \(.email.\) values \((\$1|\?)\)$/)
      expect(JSON.stringify(error)).not.toContain('secret')
      const missing = database.selectFrom('contract_absent' as never).selectAll()
      await expect(missing.execute()).rejects.toMatchObject({
        sql: expect.stringMatching(/^select \* from .contract_absent.$/),
      })
      const raw = sql`select ${'secret'} from contract_absent`.execute(database)
      await expect(raw).rejects.toMatchObject({ sql: expect.not.stringContaining('secret') })
    })

    test('return without await: in development the stack of an error names who asked', async () => {
      const database = await context.subject.connectAgain({ traceCallers: true })
      if (!database.tracesCallers) return // the embedded database in memory has no second connection
      const before = useDatabase(database)
      class Author extends Model('contract_authors') {}
      // oxlint-disable-next-line unicorn/consistent-function-scoping -- its name is looked for
      function storeOfApp(): Promise<unknown> {
        return Author.create({ email: null as never })
      }
      function queryOfApp(): Promise<unknown> {
        return database.selectFrom('contract_absent' as never).execute()
      }
      try {
        for (const ask of [storeOfApp, storeOfApp, queryOfApp]) {
          const error = (await ask().catch((thrown: unknown) => thrown)) as Error
          expect(error.stack).toContain(ask.name)
        }
      } finally {
        useDatabase(before)
        if (database !== context.database) await database.close()
      }
    })

    test('counts the rows that a write touched', async () => {
      await Promise.all([addAuthor('a@x'), addAuthor('b@x')])
      const updated = await context.database
        .updateTable('contract_authors')
        .set({ email: sql<string>`concat(email, '!')` })
        .executeTakeFirst()
      expect(updated.numUpdatedRows).toBe(2n)
      const deleted = await context.database.deleteFrom('contract_authors').executeTakeFirst()
      expect(deleted.numDeletedRows).toBe(2n)
    })
  })
}
