import type { KyselyPlugin, QueryResult } from 'kysely'
import { CallerStack } from '../../errors/caller-stack.ts'
import { withStatement } from '../../errors/failed-statement.ts'
import type { AbortableQuery } from '../../queries/abortable-query.ts'
import type { Ask } from '../guard.ts'
import { OwnWayExecutor } from '../own-way-executor.ts'
import type { ExecutorParts } from '../own-way-executor.ts'
import type { MysqlPool } from './mysql-pool.ts'
import { PlainQuery } from './plain-query.ts'

export interface MysqlExecutorParts extends ExecutorParts {
  pool: MysqlPool
  explainQuery: (error: unknown, sql: string, ask: Ask) => Promise<unknown>
}

/** What leaves nothing behind on its connection. Raw SQL may be `begin`. */
const plain = new Set(['SelectQueryNode', 'InsertQueryNode', 'UpdateQueryNode', 'DeleteQueryNode'])

/**
 * Kysely's executor, whose plain queries go from the line of the pool to a connection by themselves, with as little as possible that waits
 * along with them. What may be interrupted and everything else takes the way through `provideConnection`, by the same line. What is pinned to a
 * connection has an executor of Kysely's own.
 */
export class MysqlExecutor extends OwnWayExecutor<MysqlExecutorParts> {
  override async executeQuery<Row>(query: AbortableQuery): Promise<QueryResult<Row>> {
    if (query.signal !== undefined || !plain.has(query.query.kind)) return super.executeQuery(query)
    const { pool, explainQuery } = this.parts
    let result: QueryResult<unknown>
    try {
      result = await new Promise<QueryResult<unknown>>((resolve, reject) =>
        pool.lend(new PlainQuery(query, explainQuery, resolve, reject)),
      )
    } catch (error) {
      const explained = withStatement(error, query)
      throw explained instanceof Error ? new CallerStack().addTo(explained) : explained
    }
    return this.transformed(result, query)
  }

  protected override having(plugins: readonly KyselyPlugin[]): MysqlExecutor {
    return new MysqlExecutor(this.parts, plugins)
  }
}
