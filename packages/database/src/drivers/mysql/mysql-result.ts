import type { QueryResult } from 'kysely'

/** What mysql2 answers where there are no rows. Large numbers are texts. */
interface Written {
  readonly insertId: number | string
  readonly affectedRows: number | string
  readonly changedRows: number
}

/** What Kysely answers for what mysql2 does, as its own driver has it; of a compound statement the first rows, and how many rows it has changed. */
export function toResult(answer: unknown): QueryResult<unknown> {
  if (Array.isArray(answer)) {
    const [first, last] = answer as [unknown, unknown]
    return Array.isArray(first) ? { ...toResult(last), rows: first } : { rows: answer }
  }
  const { insertId, affectedRows, changedRows } = answer as Written
  return {
    // 0 where no number was counted up.
    ...(Number(insertId) === 0 ? {} : { insertId: BigInt(insertId) }),
    numAffectedRows: BigInt(affectedRows),
    numChangedRows: BigInt(changedRows),
    rows: [],
  }
}
