import { DefaultQueryExecutor } from 'kysely'
import type {
  CompiledQuery,
  ConnectionProvider,
  DialectAdapter,
  KyselyPlugin,
  QueryCompiler,
  QueryResult,
} from 'kysely'
import { CallerStack } from '../../../errors/caller-stack.ts'
import { withStatement } from '../../../errors/failed-statement.ts'
import { assertParametersFit } from '../parameter-limit.ts'
import type { AbortableQuery } from '../../../queries/abortable-query.ts'
import type { CrowdLimit } from '../../crowd-limit.ts'
import type { LanePool } from './lane-pool.ts'

export interface ExecutorParts {
  compiler: QueryCompiler
  adapter: DialectAdapter
  /** Connections of their own, for what cannot share one. */
  connections: ConnectionProvider
  lanes: LanePool
  crowd: CrowdLimit
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
export class PipelinedExecutor extends DefaultQueryExecutor {
  readonly #parts: ExecutorParts

  constructor(parts: ExecutorParts, plugins: KyselyPlugin[] = []) {
    super(parts.compiler, parts.adapter, parts.connections, plugins)
    this.#parts = parts
  }

  override async executeQuery<Row>(query: AbortableQuery): Promise<QueryResult<Row>> {
    if (!fitsLane(query)) return super.executeQuery(query)
    const { lanes, crowd } = this.#parts
    let answer: QueryResult<unknown> | null
    crowd.enter()
    try {
      assertParametersFit(query.parameters)
      const promised = lanes.run(query.sql, query.parameters, query.signal)
      answer = promised === null ? null : await promised
    } catch (error) {
      throw this.#explain(error, query)
    } finally {
      crowd.leave()
    }
    let result = answer ?? (await this.#runElsewhere(query))
    for (const plugin of this.plugins) {
      // One transforms what the other has made.
      // oxlint-disable-next-line no-await-in-loop
      result = await plugin.transformResult({ result: result as never, queryId: query.queryId })
    }
    return result as QueryResult<Row>
  }

  override withPlugins(plugins: readonly KyselyPlugin[]): PipelinedExecutor {
    return new PipelinedExecutor(this.#parts, [...this.plugins, ...plugins])
  }

  override withPlugin(plugin: KyselyPlugin): PipelinedExecutor {
    return this.withPlugins([plugin])
  }

  override withPluginAtFront(plugin: KyselyPlugin): PipelinedExecutor {
    return new PipelinedExecutor(this.#parts, [plugin, ...this.plugins])
  }

  override withoutPlugins(): PipelinedExecutor {
    return new PipelinedExecutor(this.#parts)
  }

  async #runElsewhere(query: AbortableQuery): Promise<QueryResult<unknown>> {
    const { lanes } = this.#parts
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
    const explained = withStatement(this.#parts.explainQuery(error), query)
    return explained instanceof Error ? new CallerStack().addTo(explained) : explained
  }
}
