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
import type { LanePool } from './lane-pool.ts'

export interface ExecutorParts {
  compiler: QueryCompiler
  adapter: DialectAdapter
  /** Connections of their own, for what cannot share one. */
  connections: ConnectionProvider
  lanes: LanePool
  explainQuery: (error: unknown) => unknown
}

/** What leaves nothing behind on its connection. Raw SQL may be `begin` or `set`, so it never goes to a lane. */
const shareable = new Set([
  'SelectQueryNode',
  'InsertQueryNode',
  'UpdateQueryNode',
  'DeleteQueryNode',
  'MergeQueryNode',
])

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

  override async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    if (!shareable.has(query.query.kind)) return super.executeQuery(query)
    let result: QueryResult<unknown>
    try {
      const answer = this.#parts.lanes.run(query.sql, query.parameters)
      if (answer === null) return this.#runElsewhere(query)
      result = await answer
    } catch (error) {
      throw this.#explain(error, query)
    }
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

  async #runElsewhere<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    const startedAt = performance.now()
    const result = await super.executeQuery<Row>(query)
    this.#parts.lanes.ranElsewhere(query.sql, performance.now() - startedAt)
    return result
  }

  #explain(error: unknown, query: CompiledQuery): unknown {
    const explained = withStatement(this.#parts.explainQuery(error), query)
    return explained instanceof Error ? new CallerStack().addTo(explained) : explained
  }
}
