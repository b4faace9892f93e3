import type { LaneConnection } from './lane-connection.ts'
import type { LaneQuery } from './lane-query.ts'
import { Lane } from './lane.ts'

const borrowAgainAfterMs = 1_000

export interface BorrowedLanesOptions {
  connection: LaneConnection
  hasNames: boolean
  /** Whether the server ends what takes long on them, without being told to by a lane. */
  isLimited: boolean
  /** How many connections the pool could lend, without those that are on their way here; below 0 when others wait for one. */
  room: () => number
  /** Whether writes are carried out without any of these. */
  areWritesServed: () => boolean
  /** What it means that none could be had. */
  explainAcquire: (error: unknown) => unknown
  /** A query has to be sent once more, or has lost the connection that it waited for. */
  onRefused: (query: LaneQuery) => void
  /** One has become free, or is gone. */
  onFreed: () => void
}

/**
 * Connections of the pool, for writes that no lane takes. Each takes one after the other, for whoever holds the lock that a write waits for may
 * itself be waiting for what is behind the write. When more wait than that brings forward, each takes several, and the server ends what takes
 * too long: that is carried out on a connection of its own instead.
 */
export class BorrowedLanes {
  readonly #options: BorrowedLanesOptions
  readonly #lanes = new Set<Lane>()
  #arriving = 0
  #borrowNoneBefore = 0
  /** False once a server has refused it. */
  #mayLimit = true

  constructor(options: BorrowedLanesOptions) {
    this.#options = options
  }

  /** Connections that are on their way here: the pool counts them as free. */
  get arriving(): number {
    return this.#arriving
  }

  get lanes(): Lane[] {
    return [...this.#lanes]
  }

  /** Whether something is under way on one. */
  get isBusy(): boolean {
    return this.lanes.some(({ inFlight }) => inFlight > 0)
  }

  /** Whether a server that is there would have answered in time. Otherwise a write may wait for a lock for as long as it takes. */
  answersInTime(lane: Lane): boolean {
    return this.#options.isLimited || lane.isLimited
  }

  /**
   * One that takes a write now; null when there is none. Whoever else waits for the pool comes first.
   * @param isCrowded more writes wait behind this one
   */
  choose(isCrowded: boolean): Lane | null {
    const room = this.#options.room()
    if (room < 0) return null
    let least: Lane | null = null
    for (const lane of this.#lanes) {
      if (!lane.isHeld) {
        if (isCrowded && this.#mayLimit) lane.limitWrites(() => (this.#mayLimit = false))
        return lane
      }
      if (lane.takesMoreWrites && (least === null || lane.inFlight < least.inFlight)) least = lane
    }
    return room > this.#arriving && this.#mayBorrow() ? this.#borrow() : least
  }

  /** Gives back those that have nothing to do. */
  giveBackIdle(): void {
    for (const lane of this.#lanes) {
      if (!lane.isOpen || lane.inFlight > 0) continue
      this.#lanes.delete(lane)
      void lane.close()
    }
  }

  #borrow(): Lane {
    const { connection, hasNames, explainAcquire, onRefused, onFreed } = this.#options
    const borrowed = new Lane(connection, hasNames, {
      opened: () => {
        this.#arriving -= 1
        onFreed()
      },
      failedToOpen: (failed, error, waiting) => {
        this.#arriving -= 1
        this.#lanes.delete(failed)
        if (this.#areOthersThere()) {
          this.#borrowNoneBefore = performance.now() + borrowAgainAfterMs
          for (const query of waiting) onRefused(query)
        } else for (const query of waiting) query.reject(explainAcquire(error))
        onFreed()
      },
      refused: onRefused,
      freed: onFreed,
      ended: (gone) => {
        this.#lanes.delete(gone)
        onFreed()
      },
    })
    this.#arriving += 1
    this.#lanes.add(borrowed)
    return borrowed
  }

  #mayBorrow(): boolean {
    return performance.now() >= this.#borrowNoneBefore || !this.#areOthersThere()
  }

  // They carry out the writes of one that could not be had: the server gives fewer connections than it was asked for, say. The last that opens
  // in vain has no others.
  #areOthersThere(): boolean {
    return this.#lanes.size > 0 || this.#options.areWritesServed()
  }
}
