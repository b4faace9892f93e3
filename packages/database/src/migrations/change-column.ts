import { sql } from 'kysely'
import type { AnyKysely } from '../types/any-kysely.ts'
import type { Column } from './column.ts'
import { identifierOf } from './identifier.ts'

/** Makes a column that is there into what is described. Values that the new type cannot hold are the database's error. */
export async function changeColumn(
  db: AnyKysely,
  table: string,
  column: Column,
  isMysql: boolean,
): Promise<void> {
  const alter = db.schema.alterTable(table)
  if (isMysql) {
    await alter
      .modifyColumn(column.name, column.type, (definition) => column.build(definition, true))
      .execute()
    return
  }
  const { name, type, isNullable, defaultValue, isGenerated } = column
  // The list of values that an enum() was.
  const check = sql.id(identifierOf(table, name, 'check'))
  await sql`alter table ${sql.table(table)} drop constraint if exists ${check}`.execute(db)
  // PostgreSQL has to convert the default as well, and cannot always.
  if (!isGenerated) await alter.alterColumn(name, (change) => change.dropDefault()).execute()
  const typeSql = typeof type === 'string' ? sql.raw(type) : type
  await alter
    .alterColumn(name, (change) => change.setDataType(sql`${typeSql} using ${sql.ref(name)}::${typeSql}`))
    .execute()
  await alter
    .alterColumn(name, (change) => (isNullable ? change.dropNotNull() : change.setNotNull()))
    .execute()
  if (defaultValue) await alter.alterColumn(name, (change) => change.setDefault(defaultValue.value)).execute()
}
