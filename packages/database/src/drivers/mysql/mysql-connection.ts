import type { Connection, QueryError, QueryValues } from 'mysql2'
import { isConnectionLost } from '../connection-failures.ts'
import type { KnownColumns } from './known-columns.ts'
import type { OpenedConnection } from './open-connection.ts'

type Answered = (error: QueryError | null, result: unknown) => void

/** A connection of mysql2 in a pool of ours. Kysely's driver uses it as one of mysql2's own pool. */
export class MysqlConnection {
  readonly raw: Connection
  /** Whether it takes compound statements. */
  readonly isMariadb: boolean
  /** Since when nobody has it, as `performance.now()` says; null while somebody has. */
  idleSince: number | null = null
  readonly #columns: KnownColumns
  readonly #onRelease: (connection: MysqlConnection) => void
  #isLost = false

  /** @param onRelease told when it is given back */
  constructor(
    { raw, isMariadb }: OpenedConnection,
    columns: KnownColumns,
    onRelease: (connection: MysqlConnection) => void,
  ) {
    this.#columns = columns
    this.raw = raw
    this.isMariadb = isMariadb
    this.#onRelease = onRelease
  }

  /** Whether the next one may have it. */
  get isUsable(): boolean {
    const { state } = this.raw
    return !this.#isLost && state !== 'error' && state !== 'disconnected'
  }

  /** Sends a query that is sent again and again. */
  send(sql: string, parameters: unknown[], answered: Answered): void {
    this.raw.query(this.#columns.createQuery(sql, parameters, this.raw, answered) as never)
  }

  query(sql: string, parameters: unknown[], answered?: Answered): unknown {
    if (answered === undefined) return this.raw.query(sql, parameters as QueryValues)
    return this.raw.query(sql, parameters as QueryValues, (error, result) => {
      if (error) this.noteFailure(error)
      answered(error, result)
    })
  }

  /** The server may have said farewell before it closes the socket. */
  noteFailure(error: unknown): void {
    if (isConnectionLost(error)) this.#isLost = true
  }

  release(): void {
    this.#onRelease(this)
  }
}
