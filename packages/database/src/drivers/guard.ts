/** Asks the database on the connection where something has failed. */
export type Ask = (sql: string, parameters: readonly unknown[]) => Promise<readonly unknown[]>

/** What a driver of ours adds to Kysely's own: its connections, how values are sent, and what its failures mean. */
export interface Guard<Raw> {
  /** Takes a connection of the pool. */
  acquire(): Promise<Raw>
  /** Turns a JavaScript value into what the driver may be given. */
  toParameter(value: unknown): unknown
  /** Refuses more values than a statement can have. */
  assertParametersFit?(parameters: readonly unknown[]): void
  /** Explains why no connection could be had. */
  explainAcquire(error: unknown): unknown
  /** Explains why a query failed. Most errors of the database itself are handed on as they are. `ask` asks on the same connection. */
  explainQuery(error: unknown, sql: string, ask: Ask): unknown
  /** Reads on what the driver has left a text, of the statement that has just run. `ask` is null where the connection is still busy with it. */
  readOn?(connection: Raw, rows: readonly unknown[], ask: Ask | null): Promise<void> | undefined
  /** Has the server end the statement that runs on a connection. Resolves once that can hit no later one. */
  interrupt(connection: Raw): Promise<void>
  /** Takes back a transaction that was left open, where the pool would hand it on to the next one. */
  rollback?(connection: Raw): Promise<void>
}
