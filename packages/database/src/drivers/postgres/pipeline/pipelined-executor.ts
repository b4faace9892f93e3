import type { CompiledQuery, KyselyPlugin, QueryResult } from 'kysely'
import { CallerStack } from '../../../errors/caller-stack.ts'
import { withStatement } from '../../../errors/failed-statement.ts'
import { assertParametersFit } from '../parameter-limit.ts'
import type { AbortableQuery } from '../../../queries/abortable-query.ts'
import type { CrowdLimit } from '../../crowd-limit.ts'
import { OwnWayExecutor } from '../../own-way-executor.ts'
import type { ExecutorParts } from '../../own-way-executor.ts'
import type { Ask } from '../../guard.ts'
import type { OwnTypes } from '../own-types.ts'
import type { LanePool } from './lane-pool.ts'
import type { LaneResult } from './lane-query.ts'
import type { ColumnDescription } from './row-reader.ts'

export interface PipelinedExecutorParts extends ExecutorParts {
  lanes: LanePool
  crowd: CrowdLimit
  ownTypes: OwnTypes
  /** Asks the database on a connection beside all others. */
  ask: Ask
  explainQuery: (error: unknown) => unknown
}

/**
 * What leaves no transaction and no setting behind on its connection, unless a function that it calls does (`set_config`). Raw SQL
 * may be `begin` or `set`, so it never goes to a lane.
 */
const shareable = new Set([
  'SelectQueryNode',
  'InsertQueryNode',
  'UpdateQueryNode',
  'DeleteQueryNode',
  'MergeQueryNode',
])

// To end a statement on a lane could hit the one behind it.
function fitsLane({ query, signal, mayShare = signal === undefined }: AbortableQuery): boolean {
  return mayShare && shareable.has(query.kind)
}

/**
 * Kysely's executor, with the lanes for plain queries. Everything else takes the way through `provideConnection`: raw SQL, DDL,
 * streams. And what is pinned to a connection (a transaction, `db.connection()`) has an executor of Kysely's own, made by
 * the `withConnectionProvider` that this class inherits: it never sees a lane.
 */
export class PipelinedExecutor extends OwnWayExecutor<PipelinedExecutorParts> {
  override async executeQuery<Row>(query: AbortableQuery): Promise<QueryResult<Row>> {
    if (!fitsLane(query)) return super.executeQuery(query)
    const { lanes, crowd } = this.parts
    let answer: LaneResult | null
    crowd.enter()
    try {
      assertParametersFit(query.parameters)
      const promised = lanes.run(query.sql, query.parameters, query.signal)
      answer = promised === null ? null : await promised
      if (answer?.unread) answer = await this.#readOn(answer, answer.unread)
    } catch (error) {
      throw this.#explain(error, query)
    } finally {
      crowd.leave()
    }
    return this.transformed(answer ?? (await this.#runElsewhere(query)), query)
  }

  protected override having(plugins: readonly KyselyPlugin[]): PipelinedExecutor {
    return new PipelinedExecutor(this.parts, plugins)
  }

  async #readOn(answer: LaneResult, columns: readonly ColumnDescription[]): Promise<LaneResult> {
    await this.parts.ownTypes.read(columns, answer.rows, this.parts.ask)
    const { unread: _, ...result } = answer
    return result
  }

  async #runElsewhere(query: AbortableQuery): Promise<QueryResult<unknown>> {
    const { lanes } = this.parts
    let isThere = false
    try {
      return await this.provideConnection(async (connection) => {
        isThere = true
        lanes.arrivedElsewhere()
        const startedAt = performance.now()
        const result = await connection.executeQuery(query)
        lanes.ranElsewhere(query.sql, performance.now() - startedAt)
        return result
      })
    } finally {
      if (!isThere) lanes.arrivedElsewhere()
    }
  }

  #explain(error: unknown, query: CompiledQuery): unknown {
    const explained = withStatement(this.parts.explainQuery(error), query)
    return explained instanceof Error ? new CallerStack().addTo(explained) : explained
  }
}
