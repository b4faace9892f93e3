import { DefaultQueryExecutor } from 'kysely'
import type {
  CompiledQuery,
  ConnectionProvider,
  DialectAdapter,
  KyselyPlugin,
  QueryCompiler,
  QueryId,
  QueryResult,
} from 'kysely'

export interface ExecutorParts {
  compiler: QueryCompiler
  adapter: DialectAdapter
  /** Connections for what holds one for longer than a query, and for what cannot share one. */
  connections: ConnectionProvider
}

/**
 * Kysely's executor, for drivers that run plain queries in a way of their own. Everything else takes the way through `provideConnection`. What is
 * pinned to a connection (a transaction, `db.connection()`) has an executor of Kysely's own, made by the `withConnectionProvider` that this class
 * inherits.
 */
export abstract class OwnWayExecutor<Parts extends ExecutorParts> extends DefaultQueryExecutor {
  protected readonly parts: Parts

  constructor(parts: Parts, plugins: readonly KyselyPlugin[] = []) {
    super(parts.compiler, parts.adapter, parts.connections, [...plugins])
    this.parts = parts
  }

  override withPlugins(plugins: readonly KyselyPlugin[]): OwnWayExecutor<Parts> {
    return this.having([...this.plugins, ...plugins])
  }

  override withPlugin(plugin: KyselyPlugin): OwnWayExecutor<Parts> {
    return this.withPlugins([plugin])
  }

  override withPluginAtFront(plugin: KyselyPlugin): OwnWayExecutor<Parts> {
    return this.having([plugin, ...this.plugins])
  }

  override withoutPlugins(): OwnWayExecutor<Parts> {
    return this.having([])
  }

  /** The same with these plugins. */
  protected abstract having(plugins: readonly KyselyPlugin[]): OwnWayExecutor<Parts>

  /** What the plugins make of an answer; at once where there are none. */
  protected transformed<Row>(
    answer: QueryResult<unknown>,
    { queryId }: CompiledQuery,
  ): QueryResult<Row> | Promise<QueryResult<Row>> {
    return this.plugins.length === 0 ? (answer as QueryResult<Row>) : this.#transform(answer, queryId)
  }

  async #transform<Row>(answer: QueryResult<unknown>, queryId: QueryId): Promise<QueryResult<Row>> {
    let result = answer
    for (const plugin of this.plugins) {
      // One transforms what the other has made.
      // oxlint-disable-next-line no-await-in-loop
      result = await plugin.transformResult({ result: result as never, queryId })
    }
    return result as QueryResult<Row>
  }
}
