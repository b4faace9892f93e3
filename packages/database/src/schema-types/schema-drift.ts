import type { Database } from '../connection/database.ts'
import { parseSchemaTypes } from './parse-schema-types.ts'
import { writeSchemaTypes } from './write-schema-types.ts'

/** A table or a column of which `database/schema.ts` and the database say different things. */
export interface SchemaDifference {
  table: string
  /** Null where all of the table differs: one of the two does not have it. */
  column: string | null
  /** The type in `database/schema.ts`; null where it has none. */
  schema: string | null
  /** The type that the database has; null where it has none. */
  database: string | null
}

/**
 * What `database/schema.ts` says otherwise than the database. Empty when they agree; how the file is formatted does not matter.
 *
 * ```ts
 * const differences = await schemaDrift(database, await readFile('database/schema.ts', 'utf8'))
 * ```
 */
export async function schemaDrift(database: Database, schemaText: string): Promise<SchemaDifference[]> {
  const written = parseSchemaTypes(schemaText)
  const found = parseSchemaTypes(await writeSchemaTypes(database))
  const names = [...new Set([...written.keys(), ...found.keys()])].toSorted()
  return names.flatMap((table) => {
    const before = written.get(table)
    const now = found.get(table)
    if (before === undefined || now === undefined) {
      return [{ table, column: null, schema: before && 'table', database: now && 'table' }].map(withNulls)
    }
    const columns = [...new Set([...before.keys(), ...now.keys()])]
    return columns
      .filter((column) => before.get(column) !== now.get(column))
      .map((column) => withNulls({ table, column, schema: before.get(column), database: now.get(column) }))
  })
}

function withNulls(difference: {
  table: string
  column: string | null
  schema: string | undefined
  database: string | undefined
}): SchemaDifference {
  return { ...difference, schema: difference.schema ?? null, database: difference.database ?? null }
}
