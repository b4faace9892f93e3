import type { CompiledQuery, ConnectionProvider, QueryExecutor, QueryResult } from 'kysely'
import { ForwardingExecutor } from '../../queries/forwarding-executor.ts'
import { isConflict } from '../../transactions/is-conflict.ts'

/** A procedure may have committed a part of its work before it was given up. */
const singleWrite = /^\s*(?:insert|update|delete|replace)\b/i
const attempts = 5

/**
 * Sends a write once more that InnoDB gave up as the victim of a deadlock: outside of a transaction nothing of it was kept. Two inserts of one unique
 * value lock each other out by themselves where a row with that value was deleted a moment ago.
 */
export class WriteAgainExecutor extends ForwardingExecutor {
  override executeQuery<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>> {
    const isWrite = query.query.kind !== 'SelectQueryNode' && singleWrite.test(query.sql)
    return isWrite ? this.#write<Row>(query) : this.inner.executeQuery<Row>(query)
  }

  /** Who brings a connection may have a transaction on it, and InnoDB has undone all of that. */
  override withConnectionProvider(provider: ConnectionProvider): QueryExecutor {
    return this.inner.withConnectionProvider(provider)
  }

  protected override changed(change: (executor: QueryExecutor) => QueryExecutor): WriteAgainExecutor {
    return new WriteAgainExecutor(change(this.inner))
  }

  async #write<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.inner.executeQuery<Row>(query)
      } catch (error) {
        if (attempt === attempts || !isConflict(error)) throw error
      }
    }
  }
}
