import { createHash } from 'node:crypto'
import type { RowReader } from './row-reader.ts'
import type { SeenStatement, SeenStatements } from './seen-statements.ts'

/** A statement that is prepared on one connection, or about to be. */
export interface LaneStatement {
  readonly name: string
  /** The server has answered a query with it. Before that its preparation may still fail, and take others along. */
  isReady: boolean
  /** What its rows become. The server never changes it: it refuses to run a statement whose columns have changed. */
  reader: RowReader | null
}

/**
 * The prepared statements of one connection. A name is never used a second time, and it is made of the SQL: behind a pooler that
 * hands the same server connection to others, a name that is theirs must not stand for another statement.
 */
export class LaneStatements {
  readonly #seen: SeenStatements
  #generation = 0
  readonly #known = new Map<SeenStatement, LaneStatement>()
  readonly #toClose: string[] = []
  #count = 0

  constructor(seen: SeenStatements) {
    this.#seen = seen
  }

  /** The statement to use: a ready one, a new one for this query to prepare, or null for a query without a name. */
  use(seen: SeenStatement): LaneStatement | null {
    const known = this.#known.get(seen)
    if (known) return known.isReady ? known : null
    if (!seen.isNamed) return null
    this.#count += 1
    const hash = createHash('sha256').update(seen.sql).digest('hex').slice(0, 32)
    const statement = { name: `vanillin_${hash}_${this.#count}`, isReady: false, reader: null }
    this.#known.set(seen, statement)
    return statement
  }

  /** No longer wanted, or of no use any more; `only` when it is still this one. */
  forget(seen: SeenStatement, only?: LaneStatement): void {
    const known = this.#known.get(seen)
    if (!known || (only && known !== only)) return
    this.#known.delete(seen)
    this.#toClose.push(known.name)
  }

  /** The names that the next query tells the server to forget: those of statements that are too old, or of no use. */
  takeForgotten(): readonly string[] {
    if (this.#generation !== this.#seen.generation) {
      this.#generation = this.#seen.generation
      for (const [seen, statement] of this.#known) {
        // One that is being prepared is not on the server yet.
        if (!seen.isNamed && statement.isReady) this.forget(seen)
      }
    }
    return this.#toClose.length === 0 ? none : this.#toClose.splice(0)
  }
}

const none: readonly string[] = []
