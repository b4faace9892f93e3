import type { ClientConfig } from 'pg'
import type { ConnectPauses } from '../../connect-pauses.ts'
import { toBusy, toUnreachable } from '../../connection-failures.ts'
import { WaitingLine } from '../../waiting-line.ts'
import { BorrowedLanes } from './borrowed-lanes.ts'
import { HeadWatch } from './head-watch.ts'
import { borrowedConnections, ownConnections } from './lane-connection.ts'
import type { Lender } from './lane-connection.ts'
import { LaneSlots } from './lane-slots.ts'
import type { Lane } from './lane.ts'
import { LaneQuery } from './lane-query.ts'
import type { LaneResult } from './lane-query.ts'
import { SeenStatements } from './seen-statements.ts'
import type { SeenStatement } from './seen-statements.ts'
import { toWireValues } from './wire-value.ts'

const namedStatements = 500
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
  pauses: ConnectPauses
  /** Told why a connection could not be made; true when what `settings` says next takes account of it. */
  adaptTo: (error: Error) => boolean
  /** The pool of the connections that are not shared. */
  lender: Lender
  /** Whether the server ends what takes long on those. */
  isLimitedElsewhere: boolean
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
 * connections of the pool as long as more of them wait.
 */
export class LanePool {
  readonly #options: LanePoolOptions
  readonly #slots: LaneSlots
  readonly #borrowed: BorrowedLanes
  readonly #statements: SeenStatements
  readonly #watch: HeadWatch
  readonly #waiting: WaitingLine<LaneQuery>
  #leaving = 0
  #isClosed = false
  #onServed: (() => void) | null = null

  constructor(options: LanePoolOptions) {
    this.#options = options
    this.#statements = new SeenStatements(namedStatements)
    const { hasNames, explainAcquire, onIdleError } = options
    const onRefused = (query: LaneQuery): void => this.#place(query)
    const onFreed = (): void => this.serveWaiting()
    this.#slots = new LaneSlots({
      size: options.size,
      connection: ownConnections(options.settings, options.pauses, this.#statements),
      hasNames,
      idleTimeoutMs: options.idleTimeoutMs,
      hasRoomElsewhere: () => this.#hasRoomElsewhere(),
      adaptTo: options.adaptTo,
      onRefused,
      onUnreachable: (error, waiting) => {
        for (const query of waiting) query.reject(toUnreachable(options.target, error))
        this.serveWaiting()
      },
      onFreed,
      onIdleError,
    })
    this.#borrowed = new BorrowedLanes({
      connection: borrowedConnections(options.lender, this.#statements),
      hasNames,
      isLimited: options.isLimitedElsewhere,
      room: () => options.roomElsewhere() - this.#leaving,
      areWritesServed: () => this.#slots.takesWrites,
      explainAcquire,
      onRefused,
      onFreed,
    })
    this.#watch = new HeadWatch(
      () => [...this.#slots.lanes, ...this.#borrowed.lanes],
      options.unansweredMs,
      (lane) => this.#noteUnanswered(lane),
    )
    this.#waiting = new WaitingLine(options.acquireTimeoutMs, () =>
      toBusy(options.target, options.acquireTimeoutMs),
    )
  }

  /**
   * Sends a query, now or when a lane can take it; null, at once or later, when it is to take a connection of its own: it held up
   * others the last time, no lane can take it, or there is none. Whoever is told null calls `arrivedElsewhere`.
   * @param signal drops it while it is not sent; what is sent, is answered
   */
  run(sql: string, parameters: readonly unknown[], signal?: AbortSignal): Promise<LaneResult | null> | null {
    if (this.#isClosed) throw new Error('driver has already been destroyed')
    if (this.#slots.size === 0) return this.#leave()
    const seen = this.#statements.see(sql)
    if (needsItsOwn(seen) || (seen.shape.isSlow && this.#hasRoomElsewhere())) return this.#leave()
    const lane = this.#isBehindOthers(seen) ? null : this.#choose(seen.mayLock, false)
    if (lane === null && !seen.mayLock && this.#hasRoomElsewhere()) return this.#leave()
    const values = toWireValues(parameters)
    return new Promise((resolve, reject) => {
      const query = new LaneQuery(seen, values, resolve, reject, signal)
      if (lane === null) this.#waiting.push(query)
      else this.#send(query, lane)
    })
  }

  /** A query that was told to take a connection of its own has it, or could not get one. */
  arrivedElsewhere(): void {
    this.#leaving -= 1
    this.serveWaiting()
  }

  /** A query has had a connection of its own. One that was quick may come back. */
  ranElsewhere(sql: string, ms: number): void {
    const ways = Math.max(0, ...this.#slots.lanes.map((lane) => lane.roundTripMs))
    if (ms < slowFromMs + 2 * ways) this.#statements.see(sql).shape.isSlow = false
  }

  /** Something has become free, here or elsewhere: those that wait are sent, the first ones first. */
  serveWaiting(): void {
    for (let query = this.#waiting.first; query !== null; query = this.#waiting.first) {
      const { abandoned, seen } = query
      if (abandoned) {
        this.#waiting.shift()
        query.reject(abandoned)
        continue
      }
      const lane = needsItsOwn(seen) ? null : this.#choose(seen.mayLock, this.#waiting.length > 1)
      if (lane === null && !needsItsOwn(seen) && (seen.mayLock || !this.#hasRoomElsewhere())) break
      this.#waiting.shift()
      if (lane === null) query.resolve(this.#leave())
      else this.#send(query, lane)
    }
    this.#borrowed.giveBackIdle()
    if (this.#onServed !== null && !this.#isAwaited()) this.#onServed()
  }

  /** Closes each lane behind its last answer, and in bounds. */
  async close(): Promise<void> {
    this.#isClosed = true
    this.#slots.noteClosing()
    const late = setTimeout(() => {
      const error = new Error('Connection terminated')
      for (let query = this.#waiting.first; query !== null; query = this.#waiting.first) {
        this.#waiting.shift()
        query.reject(error)
      }
      this.#onServed?.()
      for (const lane of this.#slots.lanes) lane.destroy(error)
    }, closingMs)
    // They were asked for before it was closed.
    if (this.#isAwaited()) await new Promise<void>((resolve) => (this.#onServed = resolve))
    await Promise.all(this.#slots.lanes.map((lane) => lane.close()))
    clearTimeout(late)
    this.#watch.stop()
  }

  #leave(): null {
    this.#leaving += 1
    return null
  }

  #hasRoomElsewhere(): boolean {
    return this.#options.roomElsewhere() > this.#leaving + this.#borrowed.arriving
  }

  /** Does a query have no connection yet, or one that may tell it to take another? */
  #isAwaited(): boolean {
    return (
      this.#waiting.first !== null ||
      this.#leaving > 0 ||
      this.#borrowed.arriving > 0 ||
      this.#borrowed.isBusy
    )
  }

  /** Writes that came before wait for a connection. */
  #isBehindOthers({ mayLock }: SeenStatement): boolean {
    return mayLock && this.#waiting.first?.seen.mayLock === true
  }

  /** @param isCrowded more wait behind it */
  #choose(mayLock: boolean, isCrowded: boolean): Lane | null {
    return this.#slots.choose(mayLock) ?? (mayLock ? this.#borrowed.choose(isCrowded) : null)
  }

  /** For a query that has been promised an answer already. */
  #place(query: LaneQuery): void {
    const { seen } = query
    const lane = needsItsOwn(seen) ? null : this.#choose(seen.mayLock, false)
    if (lane) this.#send(query, lane)
    else {
      this.#waiting.push(query)
      this.serveWaiting()
    }
  }

  #send(query: LaneQuery, lane: Lane): void {
    lane.add(query)
    this.#watch.start()
  }

  #noteUnanswered(lane: Lane): void {
    if (!this.#slots.lanes.includes(lane) && !this.#borrowed.answersInTime(lane)) return
    this.#slots.remove(lane)
    const reason = `no answer for ${this.#options.unansweredMs} ms, the connection was given up`
    lane.destroy(Object.assign(new Error(reason), { code: 'ETIMEDOUT' }))
  }
}

/** A write that takes long, as one does that waits for a lock: nothing may be behind it, and it must not wait behind others. */
function needsItsOwn({ mayLock, shape }: SeenStatement): boolean {
  return mayLock && shape.isSlow
}
