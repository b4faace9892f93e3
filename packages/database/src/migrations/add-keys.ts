import { sql } from 'kysely'
import type { AnyKysely } from '../types/any-kysely.ts'
import type { ForeignKey } from './foreign-key.ts'
import { identifierOf } from './identifier.ts'
import { quoteText } from './quote-text.ts'
import type { Check, CompoundKey, TableBlueprint } from './table-blueprint.ts'

/** The foreign keys of single columns and of several. */
export function foreignKeysOf(table: TableBlueprint): ForeignKey[] {
  return [...table.columns.flatMap(({ reference }) => reference ?? []), ...table.foreignKeys]
}

/** The checks that were asked for, and one for each column that takes certain values only. */
export function checksOf(name: string, table: TableBlueprint): Check[] {
  const ofColumns = table.columns
    .filter(({ allowed }) => allowed.length > 0)
    .map((column) => ({
      name: identifierOf(name, column.name, 'check'),
      condition: sql`${sql.ref(column.name)} in (${sql.join(column.allowed.map((value) => quoteText(value, false)))})`,
    }))
  return [...ofColumns, ...table.checks]
}

/** Creates the indexes of a table that is there. */
export async function addKeys(db: AnyKysely, name: string, table: TableBlueprint): Promise<void> {
  const single: CompoundKey[] = table.columns.flatMap((column) => [
    ...(column.isUnique ? [{ kind: 'unique' as const, columns: [column.name] }] : []),
    ...(column.isIndexed ? [{ kind: 'index' as const, columns: [column.name] }] : []),
  ])
  for (const key of [...single, ...table.keys]) {
    const builder = db.schema
      .createIndex(key.name ?? identifierOf(name, ...key.columns, key.kind))
      .on(name)
      .columns([...key.columns])
    await (key.kind === 'unique' ? builder.unique() : builder).execute()
  }
}

/** Writes the comments; those of columns are a part of their definition on MySQL. */
export async function addComments(
  db: AnyKysely,
  name: string,
  table: TableBlueprint,
  isMysql: boolean,
): Promise<void> {
  if (table.tableComment !== null) {
    const text = quoteText(table.tableComment, isMysql)
    await (
      isMysql
        ? sql`alter table ${sql.table(name)} comment = ${text}`
        : sql`comment on table ${sql.table(name)} is ${text}`
    ).execute(db)
  }
  if (isMysql) return
  for (const column of table.columns) {
    if (column.text === null) continue
    const text = quoteText(column.text, false)
    await sql`comment on column ${sql.ref(`${name}.${column.name}`)} is ${text}`.execute(db)
  }
}
