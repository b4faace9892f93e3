import type { Connection, QueryError, QueryValues } from 'mysql2'
import { isConnectionLost } from '../connection-failures.ts'
import type { KnownColumns } from './known-columns.ts'
import type { OpenedConnection } from './open-connection.ts'

/** The flags of a server that say whether a transaction is open, and whether each statement is one. */
const isInTransaction = 0x1
const isAutocommitting = 0x2

/** With what a server ends a connection besides: what it was sent could not be read. */
const unreadable = /^ER_(?:NET_|MALFORMED_PACKET|CLIENT_INTERACTION_TIMEOUT)/

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
  #isOpen = false

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
    if (answered === undefined) {
      return this.raw.query(sql, parameters as QueryValues).on('error', (error) => this.noteFailure(error))
    }
    return this.raw.query(sql, parameters as QueryValues, (error, result) => {
      if (error) this.noteFailure(error)
      else this.#noteStatus(result)
      answered(error, result)
    })
  }

  /** Takes back a transaction that was left open, by whatever statement or procedure has begun it. */
  rollBack(): Promise<void> {
    if (!this.#isOpen) return Promise.resolve()
    return new Promise((resolve) => {
      this.query('rollback', [], () => {
        // Without autocommit the next one's writes would never be kept.
        if (this.#isOpen) this.#isLost = true
        resolve()
      })
    })
  }

  /**
   * The server may have said farewell before it closes the socket. And where mysql2 itself has failed, at a value that it could not read, the rest of the answer is still to
   * come: the next query, of the same transaction too, would take it for its own.
   */
  noteFailure(error: unknown): void {
    if (isConnectionLost(error)) this.#isLost = true
    else if (!isOfServer(error)) {
      this.#isLost = true
      this.raw.destroy()
    }
  }

  release(): void {
    this.#onRelease(this)
  }

  // What has no rows says so, at the end of a procedure too.
  #noteStatus(result: unknown): void {
    const last: unknown = Array.isArray(result) ? Array.isArray(result[0]) && result.at(-1) : result
    const { serverStatus: status } = last as { serverStatus?: number }
    if (status !== undefined)
      this.#isOpen = (status & isInTransaction) !== 0 || (status & isAutocommitting) === 0
  }
}

/** Of a statement, after which the connection goes on. */
function isOfServer(error: unknown): boolean {
  return (
    error instanceof Error && 'sqlState' in error && !('code' in error && unreadable.test(String(error.code)))
  )
}
