import { currentDatabase } from '../connection/db.ts'
import { isUniqueViolation } from '../errors/unique-violation.ts'
import { innermostLevel } from '../transactions/transaction-context.ts'
import type { AnyModelClass } from './model-types.ts'
import { ModelQuery } from './model-query.ts'
import type { QueriedModel } from './query-parts.ts'
import { instanceOf } from './records.ts'

/**
 * The first row with these values, or a new one. Who loses a race against another process finds the row of the other: the database must have
 * a unique key that says so.
 */
export async function firstOrCreate(
  model: QueriedModel,
  by: Readonly<Record<string, unknown>>,
  create: () => Promise<object>,
): Promise<{ row: object; isNew: boolean }> {
  let query = new ModelQuery<AnyModelClass, object>(model, (row) => instanceOf(model, row))
  for (const [column, value] of Object.entries(by)) query = query.where(column, value)
  const found = await query.first()
  if (found) return { row: found, isNew: false }
  try {
    // What fails inside of a transaction would take the whole of it along.
    const row = innermostLevel() ? await currentDatabase().transaction(create) : await create()
    return { row, isNew: true }
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    // For update, since a transaction of MySQL would not see what was committed after its first query.
    const [winner] = await query.limit(1).query.forUpdate().execute()
    if (winner === undefined) throw error
    return { row: instanceOf(model, winner), isNew: false }
  }
}
