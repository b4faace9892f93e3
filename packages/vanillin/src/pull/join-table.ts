import type { ForeignKeyStructure, TableStructure } from '@vanillin/database'

const own = new Set(['id', 'created_at', 'updated_at'])

/** The two keys of a table that only links rows of two others; null for any other table. */
export function joinKeys(
  table: TableStructure,
  tables: readonly TableStructure[],
): readonly [ForeignKeyStructure, ForeignKeyStructure] | null {
  const [first, second] = table.foreignKeys
  if (table.kind === 'view' || !first || !second || table.foreignKeys.length > 2) return null
  if (![first, second].every((key) => pointsAtKey(key, tables))) return null
  const linking = new Set([...first.columns, ...second.columns])
  if (linking.size !== 2) return null
  const isPure = table.columns.every(({ name }) => linking.has(name) || own.has(name))
  // With more columns it is one all the same where it has no other key: they are in the pivot.
  const isKeyedByLinks = table.primaryKey.length === 2 && table.primaryKey.every((name) => linking.has(name))
  const isPointedAt = tables.some(({ foreignKeys }) => foreignKeys.some((key) => key.table === table.name))
  return (isPure || isKeyedByLinks) && !isPointedAt ? [first, second] : null
}

export function isJoinTable(table: TableStructure, tables: readonly TableStructure[]): boolean {
  return joinKeys(table, tables) !== null
}

function pointsAtKey(
  { schema, columns, table, targets }: ForeignKeyStructure,
  tables: readonly TableStructure[],
): boolean {
  const primaryKey = tables.find(({ name }) => name === table)?.primaryKey ?? []
  return schema === null && columns.length === 1 && primaryKey.length === 1 && primaryKey[0] === targets[0]
}
