import type { QueryResult } from 'kysely'
import type { Client } from 'pg'
import { toUnreachable } from '../../connection-failures.ts'
import { HeadWatch } from './head-watch.ts'
import { Lane } from './lane.ts'
import { LaneQuery } from './lane-query.ts'
import { SeenStatements } from './seen-statements.ts'
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
  createClient: () => Client
  /** Told why a connection could not be made; true when the next client of `createClient` takes account of it. */
  adaptTo: (error: Error) => boolean
  /** Whether a connection of its own could be had for a query at once. */
  hasRoomElsewhere: () => boolean
  onIdleError: (error: Error) => void
}

/** A few connections that all plain queries share. Opened with the first queries, closed when idle. */
export class LanePool {
  readonly #options: LanePoolOptions
  readonly #slots: (Lane | null)[]
  readonly #statements: SeenStatements
  readonly #watch: HeadWatch
  readonly #answeredBefore = new WeakMap<Lane, number>()
  #idleTimer: NodeJS.Timeout | null = null
  #openNoneBefore = 0
  #isClosed = false

  constructor(options: LanePoolOptions) {
    this.#options = options
    this.#slots = Array.from({ length: options.size }, () => null)
    this.#statements = new SeenStatements(namedStatements, (seen) => {
      for (const lane of this.#lanes()) lane.forget(seen)
    })
    this.#watch = new HeadWatch(
      () => this.#lanes(),
      options.unansweredMs,
      (lane) => this.#giveUp(lane),
    )
  }

  /**
   * Sends a query; null when it had better take a connection of its own: it held up others the last time, every lane is stuck
   * behind a slow one, or there is no lane.
   */
  run(sql: string, parameters: readonly unknown[]): Promise<QueryResult<unknown>> | null {
    if (this.#isClosed) return null
    const seen = this.#statements.see(sql)
    if (seen.isSlow && this.#options.hasRoomElsewhere()) return null
    const lane = this.#choose()
    if (!lane) return null
    return new Promise((resolve, reject) => {
      lane.add(new LaneQuery(seen, toWireValues(parameters), resolve, reject))
      this.#watch.start()
    })
  }

  /** A query has had a connection of its own. One that was quick may come back. */
  ranElsewhere(sql: string, ms: number): void {
    const ways = Math.max(0, ...this.#lanes().map((lane) => lane.roundTripMs))
    if (ms < slowFromMs + 2 * ways) this.#statements.see(sql).isSlow = false
  }

  /** Closes each lane behind its last answer, and in bounds. */
  async close(): Promise<void> {
    this.#isClosed = true
    if (this.#idleTimer) clearTimeout(this.#idleTimer)
    const late = setTimeout(() => {
      for (const lane of this.#lanes()) lane.destroy(new Error('Connection terminated'))
    }, closingMs)
    await Promise.all(this.#lanes().map((lane) => lane.close()))
    clearTimeout(late)
    this.#watch.stop()
  }

  #lanes(): Lane[] {
    return this.#slots.filter((lane) => lane !== null)
  }

  /** The lane with the least in flight that is not stuck. One that is open goes before one that would have to be opened. */
  #choose(): Lane | null {
    const slots = this.#slots
    let best: Lane | null = null
    let least: Lane | null = null
    let free = -1
    for (let index = 0; index < slots.length; index += 1) {
      const lane = slots[index]!
      if (lane === null) {
        free = index
        continue
      }
      if (least === null || lane.inFlight < least.inFlight) least = lane
      if (best !== null && lane.inFlight >= best.inFlight) continue
      if (!lane.isStuck) best = lane
    }
    if (best !== null && (free < 0 || best.inFlight === 0)) return best
    if (free >= 0 && (least === null || performance.now() >= this.#openNoneBefore)) return this.#open(free)
    if (best !== null) return best
    return this.#options.hasRoomElsewhere() ? null : least
  }

  #open(index: number): Lane {
    const lane = new Lane(this.#options.createClient(), this.#options.hasNames, {
      failedToOpen: (failed, error, waiting) => {
        this.#remove(failed)
        if (!this.#isClosed && this.#options.adaptTo(error)) {
          const another = this.#open(index)
          for (const query of waiting) another.add(query)
          return
        }
        const other = this.#lanes().find(({ isOpen }) => isOpen)
        if (other) {
          this.#openNoneBefore = performance.now() + reopenAfterMs
          for (const query of waiting) other.add(query)
          return
        }
        for (const query of waiting) query.reject(toUnreachable(this.#options.target, error))
      },
      ended: (gone, error) => {
        this.#remove(gone)
        if (error && !this.#isClosed) this.#options.onIdleError(error)
      },
    })
    this.#slots[index] = lane
    this.#closeWhenIdle()
    return lane
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
