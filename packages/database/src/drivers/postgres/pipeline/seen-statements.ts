/** A statement that has been seen; by identity, what lanes know of it is kept under it. */
export interface SeenStatement {
  readonly sql: string
  /** Worth a name on the server: seen before, and not forgotten yet. */
  isNamed: boolean
  /** The last time it held up a lane. */
  isSlow: boolean
}

/**
 * Remembers the most recent statements, `capacity` at most. One that comes a second time is worth a name on the server. What
 * falls out is told to `onForgotten`, when it had one; seen again, it begins anew.
 *
 * Two generations instead of a list in the order of use: what is used moves into the young one, and when that is full the old
 * one is forgotten whole.
 */
export class SeenStatements {
  readonly #capacity: number
  readonly #onForgotten: (statement: SeenStatement) => void
  #young = new Map<string, SeenStatement>()
  #old = new Map<string, SeenStatement>()

  constructor(capacity: number, onForgotten: (statement: SeenStatement) => void) {
    this.#capacity = capacity
    this.#onForgotten = onForgotten
  }

  /** The statement, named from its second sight on. */
  see(sql: string): SeenStatement {
    const known = this.#young.get(sql)
    if (known) {
      known.isNamed = true
      return known
    }
    const older = this.#old.get(sql)
    const statement = older ?? { sql, isNamed: false, isSlow: false }
    if (older) {
      older.isNamed = true
      this.#old.delete(sql)
    }
    if (this.#young.size >= this.#capacity / 2) this.#age()
    this.#young.set(sql, statement)
    return statement
  }

  #age(): void {
    for (const statement of this.#old.values()) {
      if (!statement.isNamed) continue
      statement.isNamed = false
      this.#onForgotten(statement)
    }
    this.#old = this.#young
    this.#young = new Map()
  }
}
