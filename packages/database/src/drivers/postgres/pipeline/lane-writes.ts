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
 * Answers what was set before; less than the limit stays. `now` is null, and nothing is set, where it would do harm or be of no use. A pooler would lend the connection to
 * others with that setting: then the process that answers is not the one, $1, that was connected to. And what is deferred is checked while the
 * write is committed, when the server limits nothing any more.
 */
const setLimit: SeenStatement = statement(
  `with earlier as materialized (select current_setting('statement_timeout') as value)
  select value as before,
    case when pg_backend_pid() = $1::int and not exists (select from pg_trigger where tginitdeferred) then
      set_config('statement_timeout',
        case when value::interval between '1ms' and '${limitMs}ms' then value else '${limitMs}ms' end, false)
    end as now
  from earlier`,
)
/** A lock of the session stays where a function takes it, and is ended before it gives it back. */
const freeLocks: SeenStatement = statement('select pg_advisory_unlock_all()')
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

  /** What frees the locks that a write has left which was over the limit, as this may be itself. */
  toFreeLocks(onDone: () => void, onOverLimit: () => void): LaneQuery {
    return new LaneQuery(freeLocks, [], onDone, (error) => {
      if (this.isOverLimit(error as Error)) onOverLimit()
    })
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
