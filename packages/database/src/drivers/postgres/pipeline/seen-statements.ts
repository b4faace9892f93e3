import { mayWaitForLock, toShape } from './statement-text.ts'

/** What statements share that differ in the lengths of their lists alone. */
export interface StatementShape {
  /** The last time it held up a lane. */
  isSlow: boolean
}

/** A statement that has been seen; by identity, what lanes know of it is kept under it. */
export interface SeenStatement {
  readonly sql: string
  /** Worth a name on the server: seen before, and not forgotten yet. */
  isNamed: boolean
  /** Whether it may wait for a transaction to end. */
  readonly mayLock: boolean
  readonly shape: StatementShape
}

/**
 * Remembers the most recent statements, `capacity` at most. One that comes a second time is worth a name on the server. What
 * falls out is worth none any more; seen again, it begins anew.
 *
 * Two generations instead of a list in the order of use: what is used moves into the young one, and when that is full the old
 * one is forgotten whole.
 */
export class SeenStatements {
  readonly #capacity: number
  #young = new Map<string, SeenStatement>()
  #old = new Map<string, SeenStatement>()
  readonly #shapes = new Map<string, StatementShape>()

  #generation = 0

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** Another number whenever statements have lost their names. */
  get generation(): number {
    return this.#generation
  }

  /** The statement, named from its second sight on. */
  see(sql: string): SeenStatement {
    const known = this.#young.get(sql)
    if (known) {
      known.isNamed = true
      return known
    }
    const older = this.#old.get(sql)
    const statement = older ?? {
      sql,
      isNamed: false,
      mayLock: mayWaitForLock(sql),
      shape: this.#shapeOf(sql),
    }
    if (older) {
      older.isNamed = true
      this.#old.delete(sql)
    }
    if (this.#young.size >= this.#capacity / 2) this.#age()
    this.#young.set(sql, statement)
    return statement
  }

  #shapeOf(sql: string): StatementShape {
    const text = toShape(sql)
    const known = this.#shapes.get(text)
    if (known) return known
    if (this.#shapes.size >= this.#capacity) this.#shapes.clear()
    const shape = { isSlow: false }
    this.#shapes.set(text, shape)
    return shape
  }

  #age(): void {
    for (const statement of this.#old.values()) statement.isNamed = false
    this.#generation += 1
    this.#old = this.#young
    this.#young = new Map()
  }
}
