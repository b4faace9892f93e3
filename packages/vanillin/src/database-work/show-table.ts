import { readStructure } from '@vanillin/database'
import type { ColumnStructure, Database, ForeignKeyStructure } from '@vanillin/database'
import { didYouMean } from '../cli/nearest-name.ts'
import type { Terminal } from '../cli/terminal.ts'
import { UserError } from '../cli/user-error.ts'
import { columnsOf } from './text-columns.ts'

/**
 * `db:table`: the columns, indexes and foreign keys of a table.
 * @throws UserError when there is no such table
 */
export async function showTable(
  database: Database,
  name: string,
  json: boolean,
  terminal: Terminal,
): Promise<number> {
  const tables = await readStructure(database)
  const table = tables.find((one) => one.name === name)
  if (!table) {
    const names = tables.map((one) => one.name)
    throw new UserError(
      `${database.description} has no table ${JSON.stringify(name)}.`,
      `${didYouMean(name, names, 'vanillin db:table ')}\`vanillin db:show\` lists the tables.`,
    )
  }
  if (json) {
    terminal.line(JSON.stringify(table, null, 2))
    return 0
  }
  const section = (title: string, rows: readonly (readonly string[])[]): void => {
    if (rows.length === 0) return
    terminal.line()
    terminal.line(terminal.style('bold', title))
    for (const line of columnsOf(rows)) terminal.line(`  ${line}`)
  }
  terminal.line(`${table.name}, a ${table.kind} of ${database.description}`)
  section('Columns', table.columns.map(columnRow))
  section('Primary key', table.primaryKey.length === 0 ? [] : [[table.primaryKey.join(', ')]])
  section(
    'Indexes',
    table.indexes.map(({ name: index, columns, isUnique }) => [
      index,
      columns.join(', '),
      isUnique ? 'unique' : '',
    ]),
  )
  section('Foreign keys', table.foreignKeys.map(keyRow))
  const pointing = tables.flatMap((other) =>
    other.foreignKeys
      .filter((key) => key.table === name && key.schema === null)
      .map((key) => [`${other.name} (${key.columns.join(', ')})`]),
  )
  section('Pointed at by', pointing)
  return 0
}

function columnRow(column: ColumnStructure): string[] {
  const { name, type, isNullable, isCounted, expression } = column
  const value = isCounted
    ? 'counted up'
    : expression !== null
      ? `computed: ${expression}`
      : column.default === null
        ? ''
        : `default ${column.default}`
  return [name, type, isNullable ? 'null' : '', value]
}

function keyRow(key: ForeignKeyStructure): string[] {
  const target = key.schema === null ? key.table : `${key.schema}.${key.table}`
  return [
    key.columns.join(', '),
    `-> ${target} (${key.targets.join(', ')})`,
    `on delete ${key.onDelete}, on update ${key.onUpdate}`,
  ]
}
