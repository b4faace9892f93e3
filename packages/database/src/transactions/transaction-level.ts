import type { ConnectionProvider, ControlledTransaction, DatabaseConnection } from 'kysely'
import type { DatabaseErrorCode } from '../errors/catalogue.ts'
import { DatabaseError } from '../errors/database-error.ts'
import type { KnownTables } from '../types/tables.ts'

export type OpenTransaction = ControlledTransaction<KnownTables, string[]>

/** Why a transaction takes no more queries. */
export interface Ending {
  readonly code: DatabaseErrorCode
  readonly message: string
  readonly cause?: unknown
}

/** The ordinary end. */
export const ENDED: Ending = {
  code: 'E_TRANSACTION_OVER',
  message: 'A query came after the end of its transaction.',
}

export interface LevelParts {
  /** Stands for the database. */
  readonly scope: object
  readonly transaction: OpenTransaction
  /** The level around it, of whichever database. */
  readonly around: TransactionLevel | undefined
  /** The level around it of the same database, of which this is a savepoint. */
  readonly outer: TransactionLevel | undefined
}

/**
 * A transaction, or a savepoint inside of one: what is around the code that `db.transaction()` was given. The queries of that code get
 * its connection from here.
 */
export class TransactionLevel implements ConnectionProvider {
  readonly #parts: LevelParts
  readonly #callbacks: (() => unknown)[] = []
  #failure: unknown
  #over: Ending | undefined
  #inner: TransactionLevel | undefined
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: LevelParts) {
    this.#parts = parts
  }

  get scope(): object {
    return this.#parts.scope
  }

  get transaction(): OpenTransaction {
    return this.#parts.transaction
  }

  get around(): TransactionLevel | undefined {
    return this.#parts.around
  }

  /** 0 for the transaction, 1 for a savepoint in it, and so on. */
  get depth(): number {
    const { outer } = this.#parts
    return outer === undefined ? 0 : outer.depth + 1
  }

  /** The error of the query that failed last, after which the database may refuse or have undone everything. */
  get failure(): unknown {
    return this.#failure
  }

  /** What is to be done once the transaction is committed. */
  get callbacks(): readonly (() => unknown)[] {
    return this.#callbacks
  }

  addCallbacks(callbacks: readonly (() => unknown)[]): void {
    this.#callbacks.push(...callbacks)
  }

  /** @throws DatabaseError E_TRANSACTION_OVER, E_TRANSACTION_BUSY */
  async provideConnection<Result>(
    consumer: (connection: DatabaseConnection) => Promise<Result>,
  ): Promise<Result> {
    this.assertOpen()
    if (this.#inner !== undefined)
      throw new DatabaseError(
        'E_TRANSACTION_BUSY',
        'A query of the outer transaction came while one inside of it is open, with which it would be taken back.',
      )
    try {
      return await this.transaction.getExecutor().provideConnection(consumer)
    } catch (error) {
      this.#failure = error
      throw error
    }
  }

  /** Runs work with a level inside of this one. Those that are asked for at the same time take turns. */
  within<Result>(
    open: () => Promise<TransactionLevel>,
    work: (inner: TransactionLevel) => Promise<Result>,
  ): Promise<Result> {
    const result = this.#turn.then(async () => {
      this.assertOpen()
      const inner = await open()
      this.#inner = inner
      try {
        return await work(inner)
      } finally {
        this.#inner = undefined
      }
    })
    this.#turn = result.catch(() => {})
    return result
  }

  /** From now on its queries fail. */
  end(why: Ending): void {
    this.#over ??= why
  }

  /** @throws DatabaseError E_TRANSACTION_OVER, or what else has ended it or a level around it */
  assertOpen(): void {
    if (this.#over !== undefined) {
      const { code, message, cause } = this.#over
      throw new DatabaseError(code, message, cause === undefined ? {} : { cause })
    }
    this.#parts.outer?.assertOpen()
  }
}
