import { CompiledQuery } from 'kysely'
import type { DatabaseConnection, QueryResult } from 'kysely'

const AROUND_QUERY = 'vanillin_query'

export interface TestConnectionParts {
  readonly connection: DatabaseConnection
  /** A query that fails must not end the transaction of the test, as it does on PostgreSQL. */
  readonly guardsQueries: boolean
  /** Throws once the connection belongs to somebody else. */
  readonly assertOpen: () => void
  readonly release: () => Promise<void> | void
}

/** A turn on a connection: the app's own, or the one that holds the transaction of a test. */
export class TestConnection implements DatabaseConnection {
  readonly #parts: TestConnectionParts
  /** Inside of a transaction of the app. */
  isInTransaction = false

  constructor(parts: TestConnectionParts) {
    this.#parts = parts
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const { connection, guardsQueries, assertOpen } = this.#parts
    assertOpen()
    if (!guardsQueries || this.isInTransaction) return connection.executeQuery<Row>(query)
    await this.run(`savepoint ${AROUND_QUERY}`)
    try {
      const result = await connection.executeQuery<Row>(query)
      await this.run(`release savepoint ${AROUND_QUERY}`)
      return result
    } catch (error) {
      await this.run(`rollback to savepoint ${AROUND_QUERY}`)
      throw error
    }
  }

  async *streamQuery<Row>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<Row>> {
    this.#parts.assertOpen()
    yield* this.#parts.connection.streamQuery<Row>(query, chunkSize)
  }

  async run(sql: string): Promise<void> {
    this.#parts.assertOpen()
    await this.#parts.connection.executeQuery(CompiledQuery.raw(sql))
  }

  async release(): Promise<void> {
    await this.#parts.release()
  }
}
