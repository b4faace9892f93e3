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
import type { QueryWatch } from '../config/query-watch.ts'
import { levelOf } from './transaction-context.ts'

/**
 * The executor of a database, for which queries inside of `database.transaction(async () => ...)` take its connection by themselves.
 * What is pinned to a connection (`trx`, `db.connection()`) has an executor of Kysely's own.
 */
export class AmbientExecutor implements QueryExecutor {
  readonly #inner: QueryExecutor
  readonly #scope: object

  readonly #watch: QueryWatch | undefined

  /** @param scope stands for the database, whose transactions are meant */
  constructor(inner: QueryExecutor, scope: object, watch?: QueryWatch) {
    this.#inner = inner
    this.#scope = scope
    this.#watch = watch
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
    return this.#watch === undefined
      ? this.#present.executeQuery(query)
      : this.#executeWatched(query, this.#watch)
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
    return new AmbientExecutor(this.#inner.withPlugin(plugin), this.#scope, this.#watch)
  }

  withPlugins(plugins: readonly KyselyPlugin[]): AmbientExecutor {
    return new AmbientExecutor(this.#inner.withPlugins(plugins), this.#scope, this.#watch)
  }

  withPluginAtFront(plugin: KyselyPlugin): AmbientExecutor {
    return new AmbientExecutor(this.#inner.withPluginAtFront(plugin), this.#scope, this.#watch)
  }

  withoutPlugins(): AmbientExecutor {
    return new AmbientExecutor(this.#inner.withoutPlugins(), this.#scope, this.#watch)
  }

  async #executeWatched<Row>(query: CompiledQuery<Row>, watch: QueryWatch): Promise<QueryResult<Row>> {
    const end = watch.begin(query)
    try {
      return await this.#present.executeQuery(query)
    } finally {
      end()
    }
  }

  get #present(): QueryExecutor {
    const level = levelOf(this.#scope)
    return level === undefined ? this.#inner : this.#inner.withConnectionProvider(level)
  }
}
