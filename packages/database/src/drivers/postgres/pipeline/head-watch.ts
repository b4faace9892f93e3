import type { Lane } from './lane.ts'

const tickMs = 10
/** What one tick may count for: a process that was paused must not blame its lanes for the pause. */
const mostPerTickMs = 1_000

interface Watched {
  answered: number
  stuckMs: number
}

/**
 * Looks every ten milliseconds, while something is in flight, which lanes have answered since. One that has not, for longer than
 * the way to the server takes, is stuck behind the query at its head. Looking costs a query nothing, and a process that is busy itself takes no lane for stuck: between
 * two ticks the event loop has read what the server had sent.
 */
export class HeadWatch {
  readonly #lanes: () => readonly Lane[]
  readonly #limitMs: number
  readonly #onLimit: (lane: Lane) => void
  readonly #watched = new WeakMap<Lane, Watched>()
  #timer: NodeJS.Timeout | null = null
  #lookedAt = 0

  /** @param limitMs a lane that is stuck for longer is told to `onLimit`; Infinity for never */
  constructor(lanes: () => readonly Lane[], limitMs: number, onLimit: (lane: Lane) => void) {
    this.#lanes = lanes
    this.#limitMs = limitMs
    this.#onLimit = onLimit
  }

  /** Called with each query. */
  start(): void {
    if (this.#timer) return
    this.#lookedAt = performance.now()
    this.#timer = setTimeout(() => this.#look(), tickMs).unref()
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #look(): void {
    this.#timer = null
    const now = performance.now()
    const passed = Math.min(now - this.#lookedAt, mostPerTickMs)
    let isBusy = false
    for (const lane of this.#lanes()) {
      const before = this.#watched.get(lane)
      const isWaiting = lane.isOpen && lane.inFlight > 0
      const stuckMs = isWaiting && before?.answered === lane.answered ? before.stuckMs + passed : 0
      this.#watched.set(lane, { answered: isWaiting ? lane.answered : -1, stuckMs })
      if (stuckMs > 2 * lane.roundTripMs) lane.noteStuck()
      if (stuckMs > this.#limitMs) this.#onLimit(lane)
      isBusy ||= lane.inFlight > 0
    }
    if (isBusy) this.start()
  }
}
