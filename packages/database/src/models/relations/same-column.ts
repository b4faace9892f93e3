import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

/** Whether two columns have the same value; each as `table.column`. */
export function isSameColumn(a: string, b: string): RawBuilder<boolean> {
  return sql<boolean>`${sql.ref(a)} = ${sql.ref(b)}`
}
