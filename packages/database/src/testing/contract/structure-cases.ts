import { describe, expect, onTestFinished, test } from 'vitest'
import { readEngine, readSizes, schemaDrift, sql, writeSchemaTypes } from '../../index.ts'
import type { ContractContext } from './describe-database.ts'

export function structureCases(context: ContractContext): void {
  describe('drift', () => {
    test('none between the database and what was written from it, however it is formatted', async () => {
      const written = await writeSchemaTypes(context.database)
      expect(await schemaDrift(context.database, written)).toEqual([])
      const formatted = written
        .replaceAll("'", '"')
        .replaceAll(/ColumnType<(.*), (.*), (.*)>$/gm, 'ColumnType<\n    $1,\n    $2,\n    $3\n  >;')
        .replaceAll(/^( {2}\w+: [^<\n]+)$/gm, '$1;')
      expect(formatted).not.toBe(written)
      expect(await schemaDrift(context.database, formatted)).toEqual([])
    })

    test('names each table and column that differs, with both types', async () => {
      const written = await writeSchemaTypes(context.database)
      const changed = written
        .replace('  email: string\n', '  email: number\n  nick: string | null\n')
        .replace('  words: string | null\n', '')
        .replace(/^ +contract_posts: .*\n/m, '')
      expect(await schemaDrift(context.database, changed)).toEqual([
        { table: 'contract_authors', column: 'email', schema: 'number', database: 'string' },
        { table: 'contract_authors', column: 'nick', schema: 'string | null', database: null },
        { table: 'contract_posts', column: null, schema: null, database: 'table' },
        { table: 'contract_values', column: 'words', schema: null, database: 'string | null' },
      ])
    })
  })

  test('sizes: rows are counted, and estimated past ten thousand', async () => {
    const { database } = context
    await database
      .insertInto('contract_authors')
      .values(Array.from({ length: 3 }, (_, index) => ({ email: `${index}@x` })))
      .execute()
    const many = Array.from({ length: 10_001 }, (_, index) => ({ words: String(index) }))
    await database.transaction(async () => {
      for (let from = 0; from < many.length; from += 1000) {
        await database
          .insertInto('contract_values')
          .values(many.slice(from, from + 1000))
          .execute()
      }
    })
    const sizes = new Map((await readSizes(database)).map((size) => [size.name, size]))
    expect(sizes.get('contract_authors')).toMatchObject({ kind: 'table', rows: 3, isEstimate: false })
    expect(sizes.get('contract_values')).toMatchObject({ isEstimate: true })
    expect(sizes.get('contract_values')?.rows).toBeGreaterThan(10_000)
    expect(sizes.get('contract_values')?.bytes).toBeGreaterThan(0)
    expect(sizes.has('vanillin_migrations')).toBe(false)
    expect(await readEngine(database)).toMatch(/^(PostgreSQL|MySQL|MariaDB) \d/)
    await sql`delete from contract_values`.execute(database)
  })

  test('the size of a table in partitions is that of all of them', async () => {
    const { database } = context
    if (database.driver === 'mysql') return // there they are a part of the table's own figures
    onTestFinished(async () => void (await sql`drop table contract_parts`.execute(database)))
    await sql`create table contract_parts (id int) partition by range (id)`.execute(database)
    await sql`create table contract_part partition of contract_parts for values from (0) to (9)`.execute(
      database,
    )
    await sql`insert into contract_parts values (1), (2)`.execute(database)
    const sizes = (await readSizes(database)).filter(({ name }) => name.startsWith('contract_part'))
    expect(sizes).toMatchObject([{ name: 'contract_parts', rows: 2 }])
    expect(sizes.at(0)?.bytes).toBeGreaterThan(0)
  })
}
