import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { currentDatabase } from '../../connection/db.ts'
import { toText } from '../row-values.ts'

/**
 * Is a column one of the keys? On PostgreSQL they are one parameter, so that the statement is the same for any number of them and
 * stays prepared.
 */
export function isOneOf(column: string, keys: readonly unknown[]): RawBuilder<boolean> {
  if (currentDatabase().driver === 'mysql') return sql<boolean>`${sql.ref(column)} in (${sql.join(keys)})`
  return sql<boolean>`${sql.ref(column)} = any(${keys})`
}

/** The values of a column in some rows, each once and without null: what there is to look for. */
export function keysIn(rows: readonly Record<string, unknown>[], column: string): unknown[] {
  const keys = new Map<string, unknown>()
  for (const row of rows) {
    const key = row[column]
    if (key !== null && key !== undefined) keys.set(toText(key), key)
  }
  return [...keys.values()]
}

/** Rows by the value of a column, which may be a number here and a text there. */
export function groupedBy<Row extends Record<string, unknown>>(
  rows: readonly Row[],
  column: string,
): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const key = toText(row[column])
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}
