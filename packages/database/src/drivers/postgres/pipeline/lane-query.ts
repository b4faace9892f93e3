import { Query } from 'pg'
import type { QueryResult } from 'kysely'
import { abortError } from '../../../queries/abort-error.ts'
import { RowReader } from './row-reader.ts'
import type { ColumnDescription } from './row-reader.ts'
import type { LaneStatement } from './lane-statements.ts'
import type { SeenStatement } from './seen-statements.ts'
import type { WireValue } from './wire-value.ts'

type Rows = Record<string, unknown>[]

/** What a lane answers. */
export interface LaneResult extends QueryResult<unknown> {
  /** The columns of it that {@link OwnTypes} is to read. */
  readonly unread?: readonly ColumnDescription[]
}

/** The lane of a query, told as it goes out and when it is settled. */
export interface LaneOfQuery {
  write(query: LaneQuery): void
  settled(query: LaneQuery, error: Error | null): void
}

/** pg takes no other class in its pipelines. Its constructor wants a text; what is sent is written by the lane. */
const PgQuery = Query as unknown as new (text: string) => object

/**
 * One query on a lane. pg calls the `handle...` methods, those that its cursors have too, as the messages of the answer
 * arrive.
 */
export class LaneQuery extends PgQuery {
  readonly values: readonly WireValue[]
  readonly seen: SeenStatement
  /** Told what the server answered, or null when it is to run on a connection of its own instead. */
  readonly resolve: (result: LaneResult | null) => void
  readonly reject: (error: unknown) => void
  /** The prepared statement that it uses or, while that `isReady` not, prepares. */
  statement: LaneStatement | null = null
  hasBeenRetried = false
  readonly #signal: AbortSignal | undefined
  #onAbandoned: (() => void) | null = null
  #lane: LaneOfQuery | null = null
  #reader: RowReader | null = null
  #rows: Rows = []
  #command = ''
  #unreadable: Error | null = null

  constructor(
    seen: SeenStatement,
    values: readonly WireValue[],
    resolve: (result: LaneResult | null) => void,
    reject: (error: unknown) => void,
    signal?: AbortSignal,
  ) {
    super('')
    this.seen = seen
    this.values = values
    this.resolve = resolve
    this.reject = reject
    this.#signal = signal
  }

  /** Why nobody waits for it any more. */
  get abandoned(): Error | null {
    return this.#signal?.aborted ? abortError(this.#signal) : null
  }

  /** Calls back when nobody waits for it any more, until it is answered. */
  whenAbandoned(callback: () => void): void {
    if (!this.#signal) return
    this.#signal.addEventListener('abort', callback)
    this.#onAbandoned = callback
  }

  noteAnswered(): void {
    if (this.#onAbandoned) this.#signal?.removeEventListener('abort', this.#onAbandoned)
  }

  /** Answers why it was not sent; pg then tells this query alone. */
  submit(): Error | null {
    try {
      this.#lane?.write(this)
      return null
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error))
    }
  }

  /** Puts it on a lane, from the beginning. */
  startOn(lane: LaneOfQuery): this {
    this.#lane = lane
    return this
  }

  handleRowDescription(message: { fields: ColumnDescription[] }): void {
    this.#reader = new RowReader(message.fields)
    if (this.statement) this.statement.reader = this.#reader
  }

  handleDataRow(message: { fields: (string | null)[] }): void {
    const reader = this.#reader ?? this.statement?.reader
    try {
      if (reader) this.#rows.push(reader.read(message.fields))
    } catch (error) {
      // Thrown here, it would end the connection of all the others.
      this.#unreadable ??= error as Error
    }
  }

  handleCommandComplete(message: { text: string }): void {
    this.#command = message.text
  }

  handleEmptyQuery(): void {}

  handleCopyInResponse(connection: { sendCopyFail: (reason: string) => void }): void {
    connection.sendCopyFail('a lane cannot copy')
  }

  handleError(error: Error): void {
    this.#settle(error)
  }

  // Not before: the implicit transaction is committed by the Sync behind the command, and may fail there.
  handleReadyForQuery(): void {
    this.#settle(this.#unreadable)
  }

  /** What the server answered. */
  toResult(): LaneResult {
    const affected = affectedRows(this.#command)
    const rows = this.#rows
    const own = this.#reader?.ownColumns ?? this.statement?.reader?.ownColumns
    const result = affected === undefined ? { rows } : { rows, numAffectedRows: affected }
    return own && rows.length > 0 ? { ...result, unread: own } : result
  }

  #settle(error: Error | null): void {
    const lane = this.#lane
    if (!lane) return // pg may tell twice
    this.#lane = null
    lane.settled(this, error)
  }
}

// 'SELECT 1', 'INSERT 0 1', 'UPDATE 2', 'DELETE 2', 'MERGE 3'
function affectedRows(command: string): bigint | undefined {
  if (command.startsWith('SELECT')) return undefined
  const count = /^(?:INSERT \d+|UPDATE|DELETE|MERGE) (\d+)$/.exec(command)?.[1]
  return count === undefined ? undefined : BigInt(count)
}
