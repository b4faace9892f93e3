/** A parameter as the wire carries it: text, bytes, or null. */
export type RawParameter = string | Uint8Array | null

/** What a statement answered, before its values are parsed. */
export interface RawResult {
  /** `SELECT`, `INSERT`, `CREATE TABLE` ... */
  command: string
  affectedRows: number | null
  fields: { name: string; dataTypeId: number }[]
  rows: (string | null)[][]
}

/** One exclusive use of the embedded database: from `acquire` to `release` nobody else's query runs. */
export interface EmbeddedSession {
  query(sql: string, parameters: readonly RawParameter[]): Promise<RawResult>
  /** Gives the turn back; a transaction that is still open is rolled back. */
  release(): Promise<void>
}
