import { currentDatabase } from '../connection/db.ts'
import { compiledOnce } from './compiled-once.ts'

type Row = Record<string, unknown>

/** A value that is a parameter and nothing else: no null, which is compared with `is`, and no expression. */
export function isPlainValue(value: unknown): boolean {
  switch (typeof value) {
    case 'string':
    case 'number':
    case 'bigint':
    case 'boolean':
      return true
    default:
      return value instanceof Date
  }
}

/** The first row in which a column has a value. */
export async function firstRow(table: string, column: string, value: unknown): Promise<Row | undefined> {
  const database = currentDatabase()
  const query = compiledOnce(database, table, `first by ${column}`, (tables) =>
    tables.selectFrom(table).selectAll().where(column, '=', 0).limit(1).compile(),
  )
  // The limit is a parameter, too.
  const { rows } = await database.executeQuery<Row>({ ...query, parameters: [value, 1] })
  return rows[0]
}
