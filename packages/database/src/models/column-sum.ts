import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { currentDatabase } from '../connection/db.ts'

/** A column and a number more, as the database adds them. */
export function columnSum(column: string, by: number | bigint): RawBuilder<unknown> {
  // MySQL is sent a bigint as text, and adds texts as floating-point numbers.
  const isText = typeof by === 'bigint' && currentDatabase().driver === 'mysql'
  return isText ? sql`${sql.ref(column)} + cast(${by} as signed)` : sql`${sql.ref(column)} + ${by}`
}
