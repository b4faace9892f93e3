import { readFile } from 'node:fs/promises'
import { expect, onTestFinished, test } from 'vitest'
import { sql, writeSchemaTypes } from '../../index.ts'
import type { ContractContext } from './describe-database.ts'

const contractTables = new URL('./contract-tables.ts', import.meta.url)

export function schemaTypeCases(context: ContractContext): void {
  // One text for all databases: that is the contract.
  test('database/schema.ts is the same text on every database', async () => {
    const written = await writeSchemaTypes(context.database)
    expect(written).toMatch(/^\/\/ Written by `vanillin migrate`/)
    expect(toCode(written)).toBe(toCode(await readFile(contractTables, 'utf8')))
    expect(await writeSchemaTypes(context.database)).toBe(written)
  })

  test('columns of rarer types have the type that their values are read as', async () => {
    const { database } = context
    const { columns, row, drop } = database.driver === 'mysql' ? rareOnMysql : rareOnPostgres
    const run = async (statements: readonly string[]): Promise<void> => {
      for (const statement of statements) await sql.raw(statement).execute(database)
    }
    const list = columns.map(([name, type]) => `${name} ${type}`).join(', ')
    onTestFinished(() => run(drop))
    if (database.driver !== 'mysql')
      await run([
        "create type contract_mood as enum ('sad', 'ok')",
        'create domain contract_numbers as integer[]',
        'create domain contract_count as integer check (value > 0)',
        'create type contract_size as (width integer, unit text)',
      ])
    await run([
      `create table contract_rare (${list})`,
      `insert into contract_rare values (${columns.map(([, , value]) => value).join(', ')})`,
    ])

    const written = await writeSchemaTypes(database)
    for (const [name, , , type] of columns) expect(written).toContain(`  ${name}: ${type}\n`)
    const read = await sql<Record<string, unknown>>`select * from contract_rare`.execute(database)
    expect(read.rows).toEqual([row])
    if (database.driver === 'mysql') return
    const values = Object.values(read.rows[0] ?? {})
    await sql`insert into contract_rare values (${sql.join(values)})`.execute(database)
    const again = await sql`select * from contract_rare`.execute(database)
    expect(again.rows).toEqual([row, row])
  })
}

type RareColumn = readonly [name: string, type: string, value: string, typescript: string]

const rareOnPostgres = {
  columns: [
    ['span', 'interval', "'1 day 02:00'", 'string | null'],
    ['spans', 'interval[]', "'{1 day}'", 'string[] | null'],
    ['place', 'point', "'(1,2)'", 'string | null'],
    ['places', 'point[]', "array['(1,2)'::point]", 'string[] | null'],
    ['around', 'circle', "'<(1,2),3>'", 'string | null'],
    ['during', 'int4range', "'[1,5)'", 'string | null'],
    ['address', 'inet', "'10.0.0.1'", 'string | null'],
    ['numbers', 'contract_numbers', "'{1,2}'", 'number[] | null'],
    ['mood', 'contract_mood', "'ok'", "'sad' | 'ok' | null"],
    ['moods', 'contract_mood[]', "'{sad,ok,NULL}'", "('sad' | 'ok')[] | null"],
    ['grid', 'contract_mood[][]', "'{{sad,ok},{ok,sad}}'", "('sad' | 'ok')[][] | null"],
    ['counts', 'contract_count[]', "'{1,2}'", 'number[] | null'],
    ['sizes', 'contract_size[]', `'{"(1,a)"}'`, 'string[] | null'],
    ['flags', 'bit(2)[]', "'{10}'", 'string[] | null'],
    ['spans_of', 'int4range[]', `'{"[1,5)"}'`, 'string[] | null'],
  ] satisfies RareColumn[],
  row: {
    span: '1 day 02:00:00',
    spans: ['1 day'],
    place: '(1,2)',
    places: ['(1,2)'],
    around: '<(1,2),3>',
    during: '[1,5)',
    address: '10.0.0.1',
    numbers: [1, 2],
    mood: 'ok',
    moods: ['sad', 'ok', null],
    grid: [
      ['sad', 'ok'],
      ['ok', 'sad'],
    ],
    counts: [1, 2],
    sizes: ['(1,a)'],
    flags: ['10'],
    spans_of: ['[1,5)'],
  },
  drop: [
    'drop table if exists contract_rare',
    'drop type if exists contract_mood',
    'drop domain if exists contract_numbers',
    'drop domain if exists contract_count',
    'drop type if exists contract_size',
  ],
}

const rareOnMysql = {
  columns: [
    ['place', 'point', 'point(1, 2)', 'unknown | null'],
    ['state', "set('new', 'paid')", "'new,paid'", 'string | null'],
    [
      'flags',
      'bit(8)',
      "b'101'",
      'ColumnType<Buffer | null, Uint8Array | null | undefined, Uint8Array | null>',
    ],
    ['opened', 'year', '2026', 'number | null'],
    ['opens', 'time', "'18:30'", 'string | null'],
    [
      'huge',
      'bigint unsigned',
      '18446744073709551615',
      'ColumnType<string | null, string | number | bigint | null | undefined, string | number | bigint | null>',
    ],
  ] satisfies RareColumn[],
  row: {
    place: { x: 1, y: 2 },
    state: 'new,paid',
    flags: Buffer.from([5]),
    opened: 2026,
    opens: '18:30:00',
    huge: '18446744073709551615',
  },
  drop: ['drop table if exists contract_rare'],
}

/** Without comments, the place of the import, and what a formatter decides. */
function toCode(text: string): string {
  return text
    .replaceAll(/^ *\/\/.*$/gm, '')
    .replace("'../../index.ts'", "'vanillin/database'")
    .replaceAll(/\s+/g, '')
}
