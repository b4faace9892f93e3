import type { Client } from 'pg'
import { LaneQuery } from './lane-query.ts'
import { LaneStatements } from './lane-statements.ts'
import type { SeenStatement } from './seen-statements.ts'
import { MessageWriter } from './message-writer.ts'

const probes = 3
const probe: SeenStatement = { sql: 'select 1', isNamed: false, isSlow: false }

/** What becomes of a lane is told to the pool that it belongs to. */
export interface LaneListener {
  /** The connection could not be made. Nothing of `waiting` has been sent. */
  failedToOpen(lane: Lane, error: Error, waiting: readonly LaneQuery[]): void
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

  noteStuck(): void {
    this.#isStuck = true
  }

  add(query: LaneQuery): void {
    this.#inFlight += 1
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
    if (!isPrepared) writer.parse(name, seen.sql)
    writer.bind(name, values)
    if (!isPrepared) writer.describe()
    writer.execute()
    writer.sync()
  }

  settled(query: LaneQuery, error: Error | null): void {
    this.#inFlight -= 1
    this.#answered += 1
    const { seen, statement } = query
    if (this.#isStuck) {
      this.#isStuck = false
      seen.isSlow = true
    }
    if (error === null) {
      if (statement) statement.isReady = true
      query.resolve(query.toResult())
      return
    }
    const isOutdated = statement !== null && isOutdatedStatement(error)
    if (statement && (isOutdated || !statement.isReady)) this.#statements.forget(seen, statement)
    // Refused before anything ran, so that once more is not twice.
    if (isOutdated && !query.hasBeenRetried && this.#isOpen) {
      query.hasBeenRetried = true
      this.add(query)
    } else query.reject(error)
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
