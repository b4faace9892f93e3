import { CompiledQuery } from 'kysely'
import type { DatabaseConnection, Driver, TransactionSettings } from 'kysely'
import type { Database } from '../../connection/database.ts'
import { TurnQueue } from '../../drivers/embedded/turn-queue.ts'
import { DatabaseError } from '../../errors/database-error.ts'
import { borrowConnection, type BorrowedConnection } from './borrowed-connection.ts'
import { TestConnection } from './test-connection.ts'

const TEST = 'vanillin_test'
const APP = 'vanillin_transaction'

/**
 * Between `begin` and `rollback` everything happens on one connection, in one transaction: the app's queries take turns on it,
 * its transactions are savepoints. Otherwise the app has its connections as ever.
 */
export class TestDriver implements Driver {
  readonly #database: Database
  readonly #waitMs: number
  #turns = new TurnQueue()
  #held: BorrowedConnection | undefined

  constructor(database: Database, waitMs: number) {
    this.#database = database
    this.#waitMs = waitMs
  }

  /** Begins the transaction of a test. */
  async begin(): Promise<void> {
    this.#turns = new TurnQueue()
    const held = await borrowConnection(this.#database)
    await run(held, this.#isMysql ? 'start transaction' : 'begin')
    await run(held, `savepoint ${TEST}`)
    this.#held = held
  }

  /**
   * Takes back what was written since `begin`.
   * @throws DatabaseError E_TEST_QUERY_OPEN when the app still uses the connection, E_TEST_TRANSACTION_ENDED when nothing can be taken back
   */
  async rollback(): Promise<void> {
    const held = this.#held
    if (held === undefined) return
    try {
      await this.#turns.take(this.#waitMs, () =>
        openQuery('The test is over, and a query or a transaction of the app is not.'),
      )
      await run(held, `rollback to savepoint ${TEST}`).catch((cause: unknown) => {
        throw new DatabaseError(
          'E_TEST_TRANSACTION_ENDED',
          'A statement of the test ended the transaction that was to be rolled back.',
          { cause },
        )
      })
    } finally {
      this.#held = undefined
      await run(held, 'rollback')
      await held.release()
    }
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<TestConnection> {
    const held = this.#held
    if (held === undefined) {
      const { connection, release } = await borrowConnection(this.#database)
      return new TestConnection({ connection, release, guardsQueries: false, assertOpen: () => {} })
    }
    const release = await this.#turns.take(this.#waitMs, () =>
      openQuery('A query waits for a transaction of the same test, which does not end.'),
    )
    const assertOpen = (): void => {
      if (this.#held !== held) throw openQuery('A query comes after the end of its test.')
    }
    return new TestConnection({
      connection: held.connection,
      release,
      guardsQueries: !this.#isMysql,
      assertOpen,
    })
  }

  async beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    const own = connection as TestConnection
    own.isInTransaction = true
    if (this.#held !== undefined) return own.run(`savepoint ${APP}`)
    const isolation = settings.isolationLevel ? `isolation level ${settings.isolationLevel}` : ''
    const access = settings.accessMode ?? ''
    if (!this.#isMysql) return own.run(`begin ${isolation} ${access}`)
    if (isolation !== '') await own.run(`set transaction ${isolation}`)
    return own.run(`start transaction ${access}`)
  }

  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    const own = connection as TestConnection
    await own.run(this.#held === undefined ? 'commit' : `release savepoint ${APP}`)
    own.isInTransaction = false
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    const own = connection as TestConnection
    if (this.#held === undefined) await own.run('rollback')
    else {
      await own.run(`rollback to savepoint ${APP}`)
      await own.run(`release savepoint ${APP}`)
    }
    own.isInTransaction = false
  }

  savepoint(connection: DatabaseConnection, name: string): Promise<void> {
    return (connection as TestConnection).run(`savepoint ${this.#quote(name)}`)
  }

  rollbackToSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    return (connection as TestConnection).run(`rollback to savepoint ${this.#quote(name)}`)
  }

  releaseSavepoint(connection: DatabaseConnection, name: string): Promise<void> {
    return (connection as TestConnection).run(`release savepoint ${this.#quote(name)}`)
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return (connection as TestConnection).release()
  }

  // Closed with the database that it stands before.
  async destroy(): Promise<void> {}

  get #isMysql(): boolean {
    return this.#database.driver === 'mysql'
  }

  #quote(name: string): string {
    const quote = this.#isMysql ? '`' : '"'
    return quote + name.replaceAll(quote, quote + quote) + quote
  }
}

async function run({ connection }: BorrowedConnection, statement: string): Promise<void> {
  await connection.executeQuery(CompiledQuery.raw(statement))
}

function openQuery(message: string): DatabaseError {
  return new DatabaseError('E_TEST_QUERY_OPEN', message)
}
