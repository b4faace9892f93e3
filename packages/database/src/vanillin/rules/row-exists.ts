import { sql } from 'kysely'
import { currentTables } from '../../models/current-tables.ts'

interface Question {
  readonly table: string
  readonly column: string
  readonly where?: Readonly<Record<string, unknown>>
  readonly except?: Readonly<Record<string, unknown>>
  readonly ignoreCase?: boolean
}

/** PostgreSQL: a number out of the column's range, and a text that is none of its values. MySQL compares them all the same. */
const fitsNoRow = new Set(['22003', '22P02'])

/** Whether there is a row with this value, by the database's own comparison. */
export async function rowExists(question: Question, value: unknown): Promise<boolean> {
  const { table, column, where = {}, except = {}, ignoreCase = false } = question
  let query = currentTables()
    .selectFrom(table)
    .select((row) => row.lit(1).as('found'))
    .limit(1)
  query = ignoreCase
    ? query.where(sql`lower(${sql.ref(column)})`, '=', sql`lower(${value})`)
    : query.where(column, '=', value)
  for (const [name, wanted] of Object.entries(where))
    query = wanted === null ? query.where(name, 'is', null) : query.where(name, '=', wanted)
  if (Object.keys(except).length > 0)
    query = query.where((row) => row.not(row.and(except as Record<string, never>)))
  try {
    return (await query.executeTakeFirst()) !== undefined
  } catch (error) {
    if (error instanceof Error && 'code' in error && fitsNoRow.has(error.code as string)) return false
    throw error
  }
}
