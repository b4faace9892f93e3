import { isConnectionLost } from '../../connection-failures.ts'
import { LaneQuery } from './lane-query.ts'
import type { SeenStatement } from './seen-statements.ts'
import { toWireValues } from './wire-value.ts'

/** Under way on one connection at most. */
const most = 32
/** From so few on it takes more, so that several go out together. */
const few = 16
/** How long one may take that has others behind it. Many times what a write takes that waits for nobody. */
const limitMs = 50

/**
 * Answers what was set before. A pooler would lend the connection to others with that setting: `now` is null, and nothing is set, when the process
 * that answers is not the one, $1, that was connected to.
 */
const setLimit: SeenStatement = statement(
  `with earlier as materialized (select current_setting('statement_timeout') as value)
  select value as before,
    case when pg_backend_pid() = $1::int then set_config('statement_timeout', '${limitMs}', false) end as now
  from earlier`,
)
const endLimit: SeenStatement = statement(`select set_config('statement_timeout', $1, false)`)

/**
 * The writes on one connection: what may wait for a lock. Without a limit one is the last one on its connection until it is answered, since whoever holds
 * the lock may be waiting for what would be behind it. With it the server ends each statement that takes long, and several can stand behind each other.
 *
 * Of PostgreSQL's limits it is `statement_timeout`: `exception when others`, in a trigger say, catches the end of `lock_timeout`, and would carry on
 * without what it waited for.
 */
export class LaneWrites {
  #count = 0
  #isFull = false
  /** The setting before the limit; null without one. */
  #before: string | null = null

  get isEmpty(): boolean {
    return this.#count === 0
  }

  get isLimited(): boolean {
    return this.#before !== null
  }

  /** May one more be put behind those that are there? */
  get takesMore(): boolean {
    return this.isLimited && !this.#isFull
  }

  add(): void {
    this.#count += 1
    if (this.#count >= most) this.#isFull = true
  }

  settled(): void {
    this.#count -= 1
    if (this.#count <= few) this.#isFull = false
  }

  /** Whether the server has taken one back because it took longer than the limit. */
  isOverLimit(error: Error & { code?: unknown }): boolean {
    return this.isLimited && error.code === '57014'
  }

  /**
   * What sets the limit, on the server of that number.
   * @param onSet called before the answer of any query behind it is read
   * @param onRefused the server does not let that be
   */
  toSetLimit(processId: number | null, onSet: () => void, onRefused: () => void): LaneQuery {
    return new LaneQuery(
      setLimit,
      toWireValues([processId]),
      (result) => {
        const { before, now } = result!.rows[0] as { before: string; now: string | null }
        if (now === null) return onRefused()
        this.#before = before
        onSet()
      },
      (error) => {
        if (!isConnectionLost(error)) onRefused()
      },
    )
  }

  /** What sets the setting that was there before; null where it still is. */
  toEndLimit(onEnded: () => void, onFailed: (error: unknown) => void): LaneQuery | null {
    const before = this.#before
    if (before === null) return null
    this.#before = null
    return new LaneQuery(endLimit, toWireValues([before]), onEnded, onFailed)
  }
}

function statement(sql: string): SeenStatement {
  return { sql, isNamed: false, mayLock: false, shape: { isSlow: false } }
}
