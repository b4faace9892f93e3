import { sql } from 'kysely'
import { currentDatabase } from '../connection/db.ts'
import { insertRow } from './insert-row.ts'
import { currentTables, writtenTables } from './current-tables.ts'
import type { QueriedModel } from './query-parts.ts'
import { toText } from './row-values.ts'

type Values = Record<string, unknown>

/** Half of what PostgreSQL takes in one statement. */
const mostParameters = 30_000

/** Writes rows, in as few statements as there can be, and answers them in their order; all of them or none. */
export function insertRows(model: QueriedModel, rows: readonly Values[]): Promise<Values[]> {
  const columns = new Set(rows.flatMap((row) => Object.keys(row)))
  const size = Math.floor(mostParameters / Math.max(1, columns.size))
  const isMysql = currentDatabase().driver === 'mysql'
  const keyed = rows.filter((row) => row[model.primaryKey] !== undefined).length
  // MySQL tells the first of the numbers that it counted up, and only where it counted all of them.
  const isSingle = columns.size === 0 || (isMysql && keyed > 0 && keyed < rows.length)
  const write = (some: readonly Values[]): Promise<Values[]> =>
    isSingle ? oneByOne(model, some) : isMysql ? insertThenRead(model, some) : insertReturning(model, some)
  if (rows.length <= size && !isSingle) return write(rows)
  return currentDatabase().transaction(async () => {
    const written: Values[] = []
    for (let at = 0; at < rows.length; at += size)
      // oxlint-disable-next-line no-await-in-loop -- one connection
      written.push(...(await write(rows.slice(at, at + size))))
    return written
  })
}

async function oneByOne(model: QueriedModel, rows: readonly Values[]): Promise<Values[]> {
  const written: Values[] = []
  // oxlint-disable-next-line no-await-in-loop -- one connection
  for (const row of rows) written.push(await insertRow(model, row))
  return written
}

function insertReturning({ table }: QueriedModel, rows: readonly Values[]): Promise<Values[]> {
  return currentTables().insertInto(table).values(rows).returningAll().execute()
}

/** The numbers of one statement follow each other, so many apart as the server says. */
async function insertThenRead(
  { table, primaryKey }: QueriedModel,
  rows: readonly Values[],
): Promise<Values[]> {
  const { insertId } = await currentTables().insertInto(table).values(rows).executeTakeFirstOrThrow()
  const step = sql<{ step: string | number }>`select @@auto_increment_increment as step`
  const { rows: settings } = await step.execute(currentTables())
  const keys = rows.map(
    (row, index) => row[primaryKey] ?? BigInt(insertId ?? 0) + BigInt(index) * BigInt(settings[0]?.step ?? 1),
  )
  const found = await writtenTables().selectFrom(table).selectAll().where(primaryKey, 'in', keys).execute()
  const byKey = new Map(found.map((row) => [toText(row[primaryKey]), row]))
  return keys.map((key) => byKey.get(toText(key))!)
}
