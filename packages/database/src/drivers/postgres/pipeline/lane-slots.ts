import type { LaneConnection } from './lane-connection.ts'
import type { LaneQuery } from './lane-query.ts'
import { Lane } from './lane.ts'

const reopenAfterMs = 1_000

export interface LaneSlotsOptions {
  /** Connections at most. */
  size: number
  connection: LaneConnection
  hasNames: boolean
  idleTimeoutMs: number
  /** Whether a query that no lane should take finds a connection of its own. */
  hasRoomElsewhere: () => boolean
  /** Told why a connection could not be made; true when it is worth another attempt at once. */
  adaptTo: (error: Error) => boolean
  /** A query has to be sent once more, or has lost the lane that it waited for. */
  onRefused: (query: LaneQuery) => void
  /** There is no connection at all: these were not sent. */
  onUnreachable: (error: Error, waiting: readonly LaneQuery[]) => void
  /** A lane can take more again, or is gone. */
  onFreed: () => void
  onIdleError: (error: Error) => void
}

/** The lanes that are open, and room for more: which of them takes a query, and when one is opened or closed. */
export class LaneSlots {
  readonly #options: LaneSlotsOptions
  readonly #slots: (Lane | null)[]
  readonly #answeredBefore = new WeakMap<Lane, number>()
  #idleTimer: NodeJS.Timeout | null = null
  #openNoneBefore = 0
  #isClosed = false

  constructor(options: LaneSlotsOptions) {
    this.#options = options
    this.#slots = Array.from({ length: options.size }, () => null)
  }

  get size(): number {
    return this.#slots.length
  }

  get lanes(): Lane[] {
    return this.#slots.filter((lane) => lane !== null)
  }

  /** Whether one of those that are open takes writes. */
  get takesWrites(): boolean {
    return this.lanes.filter(({ isOpen }) => isOpen).length > 1
  }

  /**
   * The lane with the least in flight that is not stuck. One that is open goes before one that would have to be opened. Null when a query that may
   * wait for a lock would have the last one, or when there is a better place elsewhere.
   */
  choose(mayLock: boolean): Lane | null {
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
    return mayLock || this.#options.hasRoomElsewhere() ? null : least
  }

  /** Takes a lane out, so that no query is given to it. */
  remove(lane: Lane): void {
    const index = this.#slots.indexOf(lane)
    if (index >= 0) this.#slots[index] = null
  }

  /** From now on the end of a lane is nobody's concern. */
  noteClosing(): void {
    this.#isClosed = true
    if (this.#idleTimer) clearTimeout(this.#idleTimer)
  }

  #mayOpen(unopened: number): boolean {
    if (unopened === 0) return false
    return unopened === this.#slots.length || performance.now() >= this.#openNoneBefore
  }

  #open(index: number): Lane {
    const { connection, hasNames, onRefused, onFreed, onIdleError } = this.#options
    const lane = new Lane(connection, hasNames, {
      opened: () => {},
      failedToOpen: (failed, error, waiting) => this.#failedToOpen(index, failed, error, waiting),
      refused: onRefused,
      freed: onFreed,
      ended: (gone, error) => {
        this.remove(gone)
        onFreed()
        if (error && !this.#isClosed) onIdleError(error)
      },
    })
    this.#slots[index] = lane
    this.#closeWhenIdle()
    return lane
  }

  #failedToOpen(index: number, failed: Lane, error: Error, waiting: readonly LaneQuery[]): void {
    const { adaptTo, onRefused, onUnreachable } = this.#options
    this.remove(failed)
    if (!this.#isClosed && adaptTo(error)) {
      const another = this.#open(index)
      for (const query of waiting) another.add(query)
    } else if (this.lanes.length > 0) {
      // One that still opens is told itself when there is none at all.
      this.#openNoneBefore = performance.now() + reopenAfterMs
      for (const query of waiting) onRefused(query)
    } else onUnreachable(error, waiting)
  }

  // A look now and then costs less than a timer for each query.
  #closeWhenIdle(): void {
    this.#idleTimer ??= setTimeout(() => {
      this.#idleTimer = null
      for (const lane of this.lanes) {
        if (lane.inFlight === 0 && this.#answeredBefore.get(lane) === lane.answered) {
          this.remove(lane)
          void lane.close()
        }
        this.#answeredBefore.set(lane, lane.answered)
      }
      if (this.lanes.length > 0) this.#closeWhenIdle()
    }, this.#options.idleTimeoutMs).unref()
  }
}
