import type { Client } from 'pg'
import { LaneQuery } from './lane-query.ts'
import type { LaneConnection } from './lane-connection.ts'
import type { LaneStatements } from './lane-statements.ts'
import { LaneWrites } from './lane-writes.ts'
import { isConnectionLost } from '../../connection-failures.ts'
import type { SeenStatement } from './seen-statements.ts'
import { MessageWriter } from './message-writer.ts'

const probes = 3
const probe: SeenStatement = { sql: 'select 1', isNamed: false, mayLock: false, shape: { isSlow: false } }

/** What becomes of a lane is told to the pool that it belongs to. */
export interface LaneListener {
  /** The connection is there, and those that waited for it have been sent. */
  opened(): void
  /** There is no connection for it. Nothing of `waiting` has been sent. */
  failedToOpen(lane: Lane, error: Error, waiting: readonly LaneQuery[]): void
  /** Nothing of it was carried out: it has to be sent once more, without a name or, when its statement is slow, on a connection of its own. */
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
  readonly #connection: LaneConnection
  readonly #hasNames: boolean
  readonly #listener: LaneListener
  readonly #writer = new MessageWriter()
  readonly #writes = new LaneWrites()
  readonly #onError = (error: Error): void => this.#end(error)
  readonly #onEnd = (): void => this.#end(null)
  readonly #flush = (): void => this.#send()
  readonly #opening: Promise<void>
  #waiting: LaneQuery[] = []
  #client: Client | null = null
  #statements: LaneStatements | null = null
  #isOver = false
  #isStuck = false
  #isLost = false
  #isInterrupted = false
  #isProbed = false
  #roundTripMs = Infinity
  #inFlight = 0
  #answered = 0

  constructor(connection: LaneConnection, hasNames: boolean, listener: LaneListener) {
    this.#connection = connection
    this.#hasNames = hasNames
    this.#listener = listener
    this.#opening = connection.open().then(
      (client) => this.#opened(client),
      (error: Error) => this.#failed(error),
    )
  }

  get isOpen(): boolean {
    return this.#client !== null
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
   * Or the server has ended the connection, or is told to end what runs on it, which could hit what would be behind it.
   */
  get isHeld(): boolean {
    return !this.#writes.isEmpty || this.#isInterrupted || this.#isLost
  }

  /** Whether the server ends what takes long on it, because `limitWrites` has told it to. */
  get isLimited(): boolean {
    return this.#writes.isLimited
  }

  /** Whether a write may be put behind the others on it. */
  get takesMoreWrites(): boolean {
    return this.#writes.takesMore && !this.#isLost && this.isOpen
  }

  noteStuck(): void {
    this.#isStuck = true
  }

  add(query: LaneQuery): void {
    this.#inFlight += 1
    if (query.seen.mayLock) this.#writes.add()
    query.whenAbandoned(() => void this.#interrupt())
    if (this.#client !== null) this.#client.query(query.startOn(this))
    else this.#waiting.push(query)
  }

  /** Writes the query, as pg has its turn. What one turn of the event loop brings goes out together. */
  write(query: LaneQuery): void {
    const writer = this.#writer
    if (writer.isEmpty) setImmediate(this.#flush)
    const statements = this.#statements!
    for (const name of statements.takeForgotten()) writer.close(name)
    const { seen, values } = query
    const statement = query.hasBeenRetried || !this.#hasNames ? null : statements.use(seen)
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
    query.noteAnswered()
    const { seen, statement } = query
    let isFreed = this.#isStuck
    this.#isStuck = false
    if (seen.mayLock) {
      this.#writes.settled()
      isFreed = this.#writes.isEmpty || this.#writes.takesMore
    } else if (isFreed) seen.shape.isSlow = true
    // The server says farewell before the socket closes.
    if (error !== null && isConnectionLost(error)) this.#isLost = true
    if (error === null) {
      if (statement) statement.isReady = true
      query.resolve(query.toResult())
    } else {
      const isOutdated = statement !== null && isOutdatedStatement(error)
      if (statement && (isOutdated || !statement.isReady)) this.#statements!.forget(seen, statement)
      if (isOutdated && !query.hasBeenRetried && this.isOpen) {
        query.hasBeenRetried = true
        this.#listener.refused(query)
      } else if (seen.mayLock && this.#writes.isOverLimit(error)) {
        seen.shape.isSlow = true
        this.#freeLocks()
        this.#listener.refused(query)
      } else query.reject(error)
    }
    if (isFreed) this.#listener.freed()
  }

  /**
   * From the next query on none may take long, so that writes can stand behind each other. Without effect while it opens.
   * @param onRefused its server does not let that be
   */
  limitWrites(onRefused: () => void): void {
    if (this.#client === null || this.#writes.isLimited) return
    const { processID } = this.#client as unknown as { processID: number | null }
    this.add(this.#writes.toSetLimit(processID, () => this.#listener.freed(), onRefused))
  }

  /** Ends the connection at once; every query in flight fails with `error`. */
  destroy(error: Error): void {
    this.#client?.connection.stream.destroy(error)
  }

  /** Lets go of the connection, behind the last answer. */
  async close(): Promise<void> {
    await this.#opening
    const client = this.#client
    if (client === null || this.#isOver) return
    if (!this.#connection.isShared) this.#detach(client)
    await this.#endLimit()
    await this.#connection.close(client)
  }

  /** Has the server end the query that nobody waits for. With others in flight one of those could be hit: then it runs to its end. */
  async #interrupt(): Promise<void> {
    const client = this.#client
    // To hit a probe harms nobody.
    if (client === null || this.#inFlight !== (this.#isProbed ? 2 : 1)) return
    this.#isInterrupted = true
    // What cannot be interrupted ends by itself.
    await this.#connection.interrupt(client).catch(() => {})
    this.#isInterrupted = false
    this.#listener.freed()
  }

  #freeLocks(): void {
    this.add(
      this.#writes.toFreeLocks(
        () => this.#listener.freed(),
        () => this.#freeLocks(),
      ),
    )
  }

  // Whoever has the connection next must not find the limit on it.
  async #endLimit(): Promise<void> {
    const ending = new Promise<void>((resolve, reject) => {
      const query = this.#writes.toEndLimit(resolve, reject)
      if (query) this.add(query)
      else resolve()
    })
    await ending.catch((error: Error) => this.destroy(error))
  }

  #detach(client: Client): void {
    this.#isOver = true
    client.off('error', this.#onError)
    client.off('end', this.#onEnd)
  }

  #opened(client: Client): void {
    this.#client = client
    this.#statements = this.#connection.statementsOf(client)
    client.on('error', this.#onError)
    client.on('end', this.#onEnd)
    if (this.#connection.isShared) void this.#measure()
    const waiting = this.#waiting
    this.#waiting = []
    for (const query of waiting) {
      const { abandoned } = query
      if (abandoned) this.settled(query, abandoned)
      else client.query(query.startOn(this))
    }
    this.#listener.opened()
  }

  // Nobody waits for it: the first queries are sent behind it at once. The shortest of a few, because a busy process is slow to read.
  async #measure(): Promise<void> {
    for (let count = 0; count < probes; count += 1) {
      const startedAt = performance.now()
      this.#isProbed = true
      try {
        // oxlint-disable-next-line no-await-in-loop -- one after the other
        await new Promise((resolve, reject) => {
          this.add(new LaneQuery(probe, [], resolve, reject))
        })
      } catch {
        return // its queries are told what has happened
      } finally {
        this.#isProbed = false
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
    const client = this.#client
    if (this.#isOver || client === null) return
    this.#detach(client)
    this.#client = null
    this.#connection.close(client).catch(() => {}) // it is lost already
    this.#listener.ended(this, this.#inFlight === 0 ? error : null)
  }

  #send(): void {
    const bytes = this.#writer.take()
    // Where there is none, pg has told or will tell every query that the connection is lost.
    const stream = this.#client?.connection.stream
    if (stream?.writable) stream.write(bytes)
  }
}

// The columns have changed since it was prepared, the server does not know it (any more), or has one of that name already (a
// pooler has changed the server connection): all of it is said before anything runs.
function isOutdatedStatement(error: Error & { code?: unknown; routine?: unknown }): boolean {
  if (error.code === '26000' || error.code === '42P05') return true
  return error.code === '0A000' && error.routine === 'RevalidateCachedQuery'
}
