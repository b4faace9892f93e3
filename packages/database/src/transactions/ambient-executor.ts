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
import { levelOf } from './transaction-context.ts'

/**
 * The executor of a database, for which queries inside of `database.transaction(async () => ...)` take its connection by themselves.
 * What is pinned to a connection (`trx`, `db.connection()`) has an executor of Kysely's own.
 */
export class AmbientExecutor implements QueryExecutor {
  readonly #inner: QueryExecutor
  readonly #scope: object

  /** @param scope stands for the database, whose transactions are meant */
  constructor(inner: QueryExecutor, scope: object) {
    this.#inner = inner
    this.#scope = scope
  }

  get adapter(): DialectAdapter {
    return this.#inner.adapter
  }

  get plugins(): readonly KyselyPlugin[] {
    return this.#inner.plugins
  }

  transformQuery<Node extends RootOperationNode>(node: Node, queryId: QueryId): Node {
    return this.#inner.transformQuery(node, queryId)
  }

  compileQuery<Row = unknown>(node: RootOperationNode, queryId: QueryId): CompiledQuery<Row> {
    return this.#inner.compileQuery<Row>(node, queryId)
  }

  executeQuery<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>> {
    return this.#present.executeQuery(query)
  }

  stream<Row>(query: CompiledQuery<Row>, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.#present.stream(query, chunkSize)
  }

  provideConnection<Result>(consumer: (connection: DatabaseConnection) => Promise<Result>): Promise<Result> {
    return this.#present.provideConnection(consumer)
  }

  withConnectionProvider(connectionProvider: ConnectionProvider): QueryExecutor {
    return this.#inner.withConnectionProvider(connectionProvider)
  }

  withPlugin(plugin: KyselyPlugin): AmbientExecutor {
    return new AmbientExecutor(this.#inner.withPlugin(plugin), this.#scope)
  }

  withPlugins(plugins: readonly KyselyPlugin[]): AmbientExecutor {
    return new AmbientExecutor(this.#inner.withPlugins(plugins), this.#scope)
  }

  withPluginAtFront(plugin: KyselyPlugin): AmbientExecutor {
    return new AmbientExecutor(this.#inner.withPluginAtFront(plugin), this.#scope)
  }

  withoutPlugins(): AmbientExecutor {
    return new AmbientExecutor(this.#inner.withoutPlugins(), this.#scope)
  }

  get #present(): QueryExecutor {
    const level = levelOf(this.#scope)
    return level === undefined ? this.#inner : this.#inner.withConnectionProvider(level)
  }
}
