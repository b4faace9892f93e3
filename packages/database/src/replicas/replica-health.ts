import { DatabaseError } from '../errors/database-error.ts'
import { isConflict } from '../transactions/is-conflict.ts'

const firstPauseMs = 1_000
const longestPauseMs = 30_000

export interface ReplicaHealthOptions {
  /** Asks the replica for anything, to see whether it answers. */
  readonly ask: () => Promise<unknown>
  /** Told when it is left out, and why, and with null when it is read from again. */
  readonly onChange: (error: Error | null) => void
}

/**
 * Whether a replica is read from. One that cannot be reached is left out; after a pause that grows it is asked, beside the queries and
 * not by one of them, whether it is there again.
 */
export class ReplicaHealth {
  readonly #options: ReplicaHealthOptions
  #isOut = false
  #isAsked = false
  #failures = 0
  #askAfter = 0

  constructor(options: ReplicaHealthOptions) {
    this.#options = options
  }

  /** Whether a query may go there now. */
  isUsable(): boolean {
    if (this.#isOut && !this.#isAsked && performance.now() >= this.#askAfter) void this.#ask()
    return !this.#isOut
  }

  /** Whether another can answer the query that has failed here. */
  noteFailure(error: unknown): boolean {
    if (isUnreachable(error)) {
      this.#leaveOut(error)
      return true
    }
    return isConflict(error) || isRefusedWrite(error)
  }

  async #ask(): Promise<void> {
    this.#isAsked = true
    try {
      await this.#options.ask()
      this.#isOut = false
      this.#failures = 0
      this.#options.onChange(null)
    } catch {
      this.#pause()
    } finally {
      this.#isAsked = false
    }
  }

  #leaveOut(error: Error): void {
    // Many queries fail at once.
    if (this.#isOut) return
    this.#isOut = true
    this.#pause()
    this.#options.onChange(error)
  }

  #pause(): void {
    const pauseMs = Math.min(firstPauseMs * 2 ** this.#failures, longestPauseMs)
    this.#failures += 1
    // Not all processes at the same moment.
    this.#askAfter = performance.now() + pauseMs * (0.5 + Math.random() / 2)
  }
}

function isUnreachable(error: unknown): error is DatabaseError {
  return (
    error instanceof DatabaseError &&
    (error.code === 'E_DATABASE_UNREACHABLE' || error.code === 'E_DATABASE_CONNECTION_LOST')
  )
}

/** What a function in a `select` would have written: a replica that is read-only refuses it, before anything has happened. */
const refusedWrites = new Set([
  '25006',
  'ER_OPTION_PREVENTS_STATEMENT',
  'ER_CANT_EXECUTE_IN_READ_ONLY_TRANSACTION',
])

function isRefusedWrite(error: unknown): boolean {
  return error instanceof Error && 'code' in error && refusedWrites.has(error.code as string)
}
