import type { QueryResult } from 'kysely'
import type { ClientConfig } from 'pg'
import { toBusy, toUnreachable } from '../../connection-failures.ts'
import { BorrowedLanes } from './borrowed-lanes.ts'
import { HeadWatch } from './head-watch.ts'
import { borrowedConnections, ownConnections } from './lane-connection.ts'
import type { LaneConnection, Lender } from './lane-connection.ts'
import { Lane } from './lane.ts'
import { LaneQuery } from './lane-query.ts'
import { SeenStatements } from './seen-statements.ts'
import { WaitingQueries } from './waiting-queries.ts'
import { toWireValues } from './wire-value.ts'

const namedStatements = 500
const reopenAfterMs = 1_000
const closingMs = 5_000
const slowFromMs = 10

export interface LanePoolOptions {
  /** For people: `PostgreSQL at db.example:5432, database blog`. */
  target: string
  /** Connections at most. 0: none, every query overflows. */
  size: number
  hasNames: boolean
  idleTimeoutMs: number
  /** A lane that does not answer for longer is given up. */
  unansweredMs: number
  settings: () => ClientConfig
  /** Told why a connection could not be made; true when what `settings` says next takes account of it. */
  adaptTo: (error: Error) => boolean
  /** The pool of the connections that are not shared. */
  lender: Lender
  /** How many of it could be had at once. */
  roomElsewhere: () => number
  /** What it means that none could be had. */
  explainAcquire: (error: unknown) => unknown
  /** How long a query waits for a connection before E_DATABASE_BUSY; 0: without end. */
  acquireTimeoutMs: number
  onIdleError: (error: Error) => void
}

/**
 * A few connections that all plain queries share. Opened with the first queries, closed when idle.
 *
 * A query that may wait for a lock is the last one on its lane until it is answered: whoever holds the lock may be waiting for
 * what would be behind it. And such queries never take the last lane, so that reads find one. Where no lane is left they borrow
 * connections of the pool, one query after the other, as long as more of them wait.
 */
export class LanePool {
  readonly #options: LanePoolOptions
  readonly #slots: (Lane | null)[]
  readonly #own: LaneConnection
  readonly #borrowed: BorrowedLanes
  readonly #statements: SeenStatements
  readonly #watch: HeadWatch
  readonly #answeredBefore = new WeakMap<Lane, number>()
  readonly #waiting: WaitingQueries
  #idleTimer: NodeJS.Timeout | null = null
  #leaving = 0
  #openNoneBefore = 0
  #isClosed = false
  #onServed: (() => void) | null = null

  constructor(options: LanePoolOptions) {
    this.#options = options
    this.#slots = Array.from({ length: options.size }, () => null)
    this.#statements = new SeenStatements(namedStatements)
    this.#own = ownConnections(options.settings, this.#statements)
    this.#borrowed = new BorrowedLanes({
      connection: borrowedConnections(options.lender, this.#statements),
      hasNames: options.hasNames,
      room: () => options.roomElsewhere() - this.#leaving,
      explainAcquire: options.explainAcquire,
      onRefused: (query) => this.#place(query),
      onFreed: () => this.serveWaiting(),
    })
    this.#watch = new HeadWatch(
      () => this.#lanes(),
      options.unansweredMs,
      (lane) => this.#giveUp(lane),
    )
    this.#waiting = new WaitingQueries(options.acquireTimeoutMs, () =>
      toBusy(options.target, options.acquireTimeoutMs),
    )
  }

  /**
   * Sends a query, now or when a lane can take it; null, at once or later, when it is to take a connection of its own: it held up
   * others the last time, no lane can take it, or there is none. Whoever is told null calls `arrivedElsewhere`.
   * @param signal drops it while it is not sent; what is sent, is answered
   */
  run(
    sql: string,
    parameters: readonly unknown[],
    signal?: AbortSignal,
  ): Promise<QueryResult<unknown> | null> | null {
    if (this.#isClosed) throw new Error('driver has already been destroyed')
    if (this.#slots.length === 0) return this.#leave()
    const seen = this.#statements.see(sql)
    if (seen.shape.isSlow && this.#hasRoomElsewhere()) return this.#leave()
    const lane = this.#choose(seen.mayLock)
    if (lane === null && !seen.mayLock && this.#hasRoomElsewhere()) return this.#leave()
    const values = toWireValues(parameters)
    return new Promise((resolve, reject) => {
      const query = new LaneQuery(seen, values, resolve, reject, signal)
      if (lane === null) this.#waiting.push(query)
      else lane.add(query)
      this.#watch.start()
    })
  }

  /** A query that was told to take a connection of its own has it, or could not get one. */
  arrivedElsewhere(): void {
    this.#leaving -= 1
    this.serveWaiting()
  }

  /** A query has had a connection of its own. One that was quick may come back. */
  ranElsewhere(sql: string, ms: number): void {
    const ways = Math.max(0, ...this.#lanes().map((lane) => lane.roundTripMs))
    if (ms < slowFromMs + 2 * ways) this.#statements.see(sql).shape.isSlow = false
  }

  /** Something has become free, here or elsewhere: those that wait are sent, the first ones first. */
  serveWaiting(): void {
    for (let query = this.#waiting.first; query !== null; query = this.#waiting.first) {
      const { abandoned } = query
      if (abandoned) {
        this.#waiting.shift()
        query.reject(abandoned)
        continue
      }
      const lane = this.#choose(query.seen.mayLock)
      if (lane === null && (query.seen.mayLock || !this.#hasRoomElsewhere())) break
      this.#waiting.shift()
      if (lane === null) query.resolve(this.#leave())
      else lane.add(query)
    }
    this.#borrowed.giveBackIdle()
    if (!this.#isAwaited()) this.#onServed?.()
  }

  /** Closes each lane behind its last answer, and in bounds. */
  async close(): Promise<void> {
    this.#isClosed = true
    if (this.#idleTimer) clearTimeout(this.#idleTimer)
    const late = setTimeout(() => {
      const error = new Error('Connection terminated')
      for (let query = this.#waiting.first; query !== null; query = this.#waiting.first) {
        this.#waiting.shift()
        query.reject(error)
      }
      this.#onServed?.()
      for (const lane of this.#lanes()) lane.destroy(error)
    }, closingMs)
    // They were asked for before it was closed.
    if (this.#isAwaited()) await new Promise<void>((resolve) => (this.#onServed = resolve))
    await Promise.all(this.#lanes().map((lane) => lane.close()))
    clearTimeout(late)
    this.#watch.stop()
  }

  #lanes(): Lane[] {
    return this.#slots.filter((lane) => lane !== null)
  }

  #leave(): null {
    this.#leaving += 1
    return null
  }

  #hasRoomElsewhere(): boolean {
    return this.#options.roomElsewhere() > this.#leaving + this.#borrowed.arriving
  }

  /** Does a query have no connection yet? */
  #isAwaited(): boolean {
    return this.#waiting.first !== null || this.#leaving > 0 || this.#borrowed.arriving > 0
  }

  #choose(mayLock: boolean): Lane | null {
    return this.#chooseOwn(mayLock) ?? (mayLock ? this.#borrowed.choose() : null)
  }

  /** The lane with the least in flight that is not stuck. One that is open goes before one that would have to be opened. */
  #chooseOwn(mayLock: boolean): Lane | null {
    const slots = this.#slots
    let best: Lane | null = null
    let least: Lane | null = null
    let unopened = 0
    let free = -1
    let usable = 0
    for (let index = 0; index < slots.length; index += 1) {
      const lane = slots[index]!
      if (lane === null) {
        free = index
        unopened += 1
        continue
      }
      if (lane.isHeld) continue
      usable += 1
      if (least === null || lane.inFlight < least.inFlight) least = lane
      if (best !== null && lane.inFlight >= best.inFlight) continue
      if (!lane.isStuck) best = lane
    }
    if (mayLock && usable < 2 && usable + (this.#mayOpen(unopened) ? unopened : 0) < 2) return null
    if (best !== null && (free < 0 || best.inFlight === 0)) return best
    if (this.#mayOpen(unopened)) return this.#open(free)
    if (best !== null) return best
    return mayLock || this.#hasRoomElsewhere() ? null : least
  }

  #mayOpen(unopened: number): boolean {
    if (unopened === 0) return false
    return unopened === this.#slots.length || performance.now() >= this.#openNoneBefore
  }

  #open(index: number): Lane {
    const lane = new Lane(this.#own, this.#options.hasNames, {
      opened: () => {},
      failedToOpen: (failed, error, waiting) => {
        this.#remove(failed)
        if (!this.#isClosed && this.#options.adaptTo(error)) {
          const another = this.#open(index)
          for (const query of waiting) another.add(query)
          return
        }
        if (this.#lanes().some(({ isOpen }) => isOpen)) {
          this.#openNoneBefore = performance.now() + reopenAfterMs
          for (const query of waiting) this.#place(query)
          return
        }
        for (const query of waiting) query.reject(toUnreachable(this.#options.target, error))
        this.serveWaiting()
      },
      refused: (query) => this.#place(query),
      freed: () => this.serveWaiting(),
      ended: (gone, error) => {
        this.#remove(gone)
        this.serveWaiting()
        if (error && !this.#isClosed) this.#options.onIdleError(error)
      },
    })
    this.#slots[index] = lane
    this.#closeWhenIdle()
    return lane
  }

  /** For a query that has been promised an answer already. */
  #place(query: LaneQuery): void {
    const lane = this.#choose(query.seen.mayLock)
    if (lane) lane.add(query)
    else {
      this.#waiting.push(query)
      this.serveWaiting()
    }
  }

  #remove(lane: Lane): void {
    const index = this.#slots.indexOf(lane)
    if (index >= 0) this.#slots[index] = null
  }

  #giveUp(lane: Lane): void {
    this.#remove(lane)
    const reason = `no answer for ${this.#options.unansweredMs} ms, the connection was given up`
    lane.destroy(Object.assign(new Error(reason), { code: 'ETIMEDOUT' }))
  }

  // A look now and then costs less than a timer for each query.
  #closeWhenIdle(): void {
    this.#idleTimer ??= setTimeout(() => {
      this.#idleTimer = null
      for (const lane of this.#lanes()) {
        if (lane.inFlight === 0 && this.#answeredBefore.get(lane) === lane.answered) {
          // First taken out, so that no query is given to it while it closes.
          this.#remove(lane)
          void lane.close()
        }
        this.#answeredBefore.set(lane, lane.answered)
      }
      if (this.#lanes().length > 0) this.#closeWhenIdle()
    }, this.#options.idleTimeoutMs).unref()
  }
}
