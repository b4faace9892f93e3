import type { LaneConnection } from './lane-connection.ts'
import type { LaneQuery } from './lane-query.ts'
import { Lane } from './lane.ts'

export interface BorrowedLanesOptions {
  connection: LaneConnection
  hasNames: boolean
  /** How many connections the pool could lend, without those that are on their way here; below 0 when others wait for one. */
  room: () => number
  /** What it means that none could be had. */
  explainAcquire: (error: unknown) => unknown
  /** A query has to be sent once more. */
  onRefused: (query: LaneQuery) => void
  /** One has become free, or is gone. */
  onFreed: () => void
}

/** Connections of the pool, each taken for one query after the other, as long as some wait that no lane takes. */
export class BorrowedLanes {
  readonly #options: BorrowedLanesOptions
  readonly #lanes = new Set<Lane>()
  #arriving = 0

  constructor(options: BorrowedLanesOptions) {
    this.#options = options
  }

  /** Connections that are on their way here: the pool counts them as free. */
  get arriving(): number {
    return this.#arriving
  }

  /** One that takes a query now; null when there is none. Whoever else waits for the pool comes first. */
  choose(): Lane | null {
    const room = this.#options.room()
    if (room < 0) return null
    for (const lane of this.#lanes) if (!lane.isHeld) return lane
    return room > this.#arriving ? this.#borrow() : null
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
        for (const query of waiting) query.reject(explainAcquire(error))
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
}
