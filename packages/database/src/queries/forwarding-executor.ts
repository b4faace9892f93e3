import type {
  CompiledQuery,
  ConnectionProvider,
  DatabaseConnection,
  DialectAdapter,
  KyselyPlugin,
  QueryExecutor,
  QueryId,
  QueryResult,
  RootOperationNode,
} from 'kysely'

/** An executor that hands everything on to another, for those that add something to it. */
export abstract class ForwardingExecutor implements QueryExecutor {
  protected readonly inner: QueryExecutor

  constructor(inner: QueryExecutor) {
    this.inner = inner
  }

  get adapter(): DialectAdapter {
    return this.inner.adapter
  }

  get plugins(): readonly KyselyPlugin[] {
    return this.inner.plugins
  }

  transformQuery<Node extends RootOperationNode>(node: Node, queryId: QueryId): Node {
    return this.inner.transformQuery(node, queryId)
  }

  compileQuery<Row = unknown>(node: RootOperationNode, queryId: QueryId): CompiledQuery<Row> {
    return this.inner.compileQuery<Row>(node, queryId)
  }

  executeQuery<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>> {
    return this.inner.executeQuery(query)
  }

  stream<Row>(query: CompiledQuery<Row>, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.inner.stream(query, chunkSize)
  }

  provideConnection<Result>(consumer: (connection: DatabaseConnection) => Promise<Result>): Promise<Result> {
    return this.inner.provideConnection(consumer)
  }

  withConnectionProvider(provider: ConnectionProvider): QueryExecutor {
    return this.changed((executor) => executor.withConnectionProvider(provider))
  }

  withPlugin(plugin: KyselyPlugin): QueryExecutor {
    return this.changed((executor) => executor.withPlugin(plugin))
  }

  withPlugins(plugins: readonly KyselyPlugin[]): QueryExecutor {
    return this.changed((executor) => executor.withPlugins(plugins))
  }

  withPluginAtFront(plugin: KyselyPlugin): QueryExecutor {
    return this.changed((executor) => executor.withPluginAtFront(plugin))
  }

  withoutPlugins(): QueryExecutor {
    return this.changed((executor) => executor.withoutPlugins())
  }

  /** The same, around what it hands on to after a change. */
  protected abstract changed(change: (executor: QueryExecutor) => QueryExecutor): QueryExecutor
}
