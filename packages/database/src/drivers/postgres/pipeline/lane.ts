import type { Client } from 'pg'
import { LaneQuery } from './lane-query.ts'
import { LaneStatements } from './lane-statements.ts'
import { isConnectionLost } from '../../connection-failures.ts'
import type { SeenStatement } from './seen-statements.ts'
import { MessageWriter } from './message-writer.ts'

const probes = 3
const probe: SeenStatement = { sql: 'select 1', isNamed: false, mayLock: false, shape: { isSlow: false } }

/** What becomes of a lane is told to the pool that it belongs to. */
export interface LaneListener {
  /** The connection could not be made. Nothing of `waiting` has been sent. */
  failedToOpen(lane: Lane, error: Error, waiting: readonly LaneQuery[]): void
  /** The server refused it before anything ran: it has to be sent once more, without a name. */
  refused(query: LaneQuery): void
  /** It can take more again: what may have waited for a lock is answered, or what was slow. */
  freed(): void
  /** It is gone. Its queries are told so one by one; `error` when it went while nobody used it. */
  ended(lane: Lane, error: Error | null): void
}

/**
 * One connection that many queries share: each is sent without waiting for the answers of those before it. Made for one
 * connection; when that is gone, the lane is, too.
 */
export class Lane {
  readonly #client: Client
  readonly #hasNames: boolean
  readonly #listener: LaneListener
  readonly #writer = new MessageWriter()
  readonly #statements = new LaneStatements()
  readonly #flush = (): void => this.#send()
  readonly #opening: Promise<void>
  #waiting: LaneQuery[] = []
  #isOpen = false
  #isOver = false
  #isStuck = false
  #isHeld = false
  #roundTripMs = Infinity
  #inFlight = 0
  #answered = 0

  constructor(client: Client, hasNames: boolean, listener: LaneListener) {
    this.#client = client
    this.#hasNames = hasNames
    this.#listener = listener
    client.on('error', (error) => this.#end(error))
    client.on('end', () => this.#end(null))
    this.#opening = client.connect().then(
      () => this.#opened(),
      (error: Error) => this.#failed(error),
    )
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** Queries that wait for their answer, or for the connection. */
  get inFlight(): number {
    return this.#inFlight
  }

  /** Counts the answers, so that an observer sees whether it moves. */
  get answered(): number {
    return this.#answered
  }

  /** How long an answer takes at least, the way included; Infinity before it is known. */
  get roundTripMs(): number {
    return this.#roundTripMs
  }

  /** Whether the query at its head is slow. Said by an observer, until the next answer. */
  get isStuck(): boolean {
    return this.#isStuck
  }

  /**
   * Whether nothing more may be put on it: its last query may wait for a lock, whose holder may wait for what would be behind it.
   * Or the server has ended the connection.
   */
  get isHeld(): boolean {
    return this.#isHeld
  }

  noteStuck(): void {
    this.#isStuck = true
  }

  add(query: LaneQuery): void {
    this.#inFlight += 1
    if (query.seen.mayLock) this.#isHeld = true
    if (this.#isOpen) this.#client.query(query.startOn(this))
    else this.#waiting.push(query)
  }

  /** Writes the query, as pg has its turn. What one turn of the event loop brings goes out together. */
  write(query: LaneQuery): void {
    const writer = this.#writer
    if (writer.isEmpty) setImmediate(this.#flush)
    for (const name of this.#statements.takeForgotten()) writer.close(name)
    const { seen, values } = query
    const statement = query.hasBeenRetried || !this.#hasNames ? null : this.#statements.use(seen)
    query.statement = statement
    const name = statement === null ? '' : statement.name
    const isPrepared = statement !== null && statement.isReady
    const from = writer.position
    try {
      if (!isPrepared) writer.parse(name, seen.sql)
      writer.bind(name, values)
      if (!isPrepared) writer.describe()
      writer.execute()
      writer.sync()
    } catch (error) {
      // Half a message would make all that follows unreadable.
      writer.goBackTo(from)
      throw error
    }
  }

  settled(query: LaneQuery, error: Error | null): void {
    this.#inFlight -= 1
    this.#answered += 1
    const { seen, statement } = query
    const isFreed = this.#isStuck || seen.mayLock
    if (isFreed) {
      // What nothing is put behind holds up nobody.
      if (seen.mayLock) this.#isHeld = false
      else seen.shape.isSlow = true
      this.#isStuck = false
    }
    // The server says farewell before the socket closes.
    if (error !== null && isConnectionLost(error)) this.#isHeld = true
    if (error === null) {
      if (statement) statement.isReady = true
      query.resolve(query.toResult())
    } else {
      const isOutdated = statement !== null && isOutdatedStatement(error)
      if (statement && (isOutdated || !statement.isReady)) this.#statements.forget(seen, statement)
      if (isOutdated && !query.hasBeenRetried && this.#isOpen) {
        query.hasBeenRetried = true
        this.#listener.refused(query)
      } else query.reject(error)
    }
    if (isFreed) this.#listener.freed()
  }

  /** Lets the server forget a statement, with the next query. */
  forget(seen: SeenStatement): void {
    this.#statements.forget(seen)
  }

  /** Ends the connection at once; every query in flight fails with `error`. */
  destroy(error: Error): void {
    this.#client.connection.stream.destroy(error)
  }

  /** Closes the connection behind the last answer. */
  async close(): Promise<void> {
    await this.#opening
    if (!this.#isOver) await this.#client.end()
  }

  #opened(): void {
    this.#isOpen = true
    void this.#measure()
    const waiting = this.#waiting
    this.#waiting = []
    for (const query of waiting) this.#client.query(query.startOn(this))
  }

  // Nobody waits for it: the first queries are sent behind it at once. The shortest of a few, because a busy process is slow to read.
  async #measure(): Promise<void> {
    for (let count = 0; count < probes; count += 1) {
      const startedAt = performance.now()
      try {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await new Promise((resolve, reject) => {
          this.add(new LaneQuery(probe, [], resolve, reject))
        })
      } catch {
        return // its queries are told what has happened
      }
      this.#roundTripMs = Math.min(this.#roundTripMs, performance.now() - startedAt)
    }
  }

  #failed(error: Error): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#listener.failedToOpen(this, error, this.#waiting)
  }

  #end(error: Error | null): void {
    if (this.#isOver || !this.#isOpen) return
    this.#isOver = true
    this.#isOpen = false
    this.#listener.ended(this, this.#inFlight === 0 ? error : null)
  }

  #send(): void {
    const { stream } = this.#client.connection
    const bytes = this.#writer.take()
    // Where it is not, pg has told or will tell every query that the connection is lost.
    if (stream.writable) stream.write(bytes)
  }
}

// The columns have changed since it was prepared, the server does not know it (any more), or has one of that name already (a
// pooler has changed the server connection): all of it is said before anything runs.
function isOutdatedStatement(error: Error & { code?: unknown; routine?: unknown }): boolean {
  if (error.code === '26000' || error.code === '42P05') return true
  return error.code === '0A000' && error.routine === 'RevalidateCachedQuery'
}
