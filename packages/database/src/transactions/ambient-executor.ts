import type {
  CompiledQuery,
  ConnectionProvider,
  DatabaseConnection,
  QueryExecutor,
  QueryResult,
} from 'kysely'
import type { QueryContext } from '../config/query-context.ts'
import type { QueryWatch } from '../config/query-watch.ts'
import { abandonable } from '../queries/abandonable.ts'
import { toAbortable } from '../queries/abortable-query.ts'
import type { AbortableQuery } from '../queries/abortable-query.ts'
import { ForwardingExecutor } from '../queries/forwarding-executor.ts'
import { isRead } from '../queries/is-read.ts'
import { levelOf } from './transaction-context.ts'

/** What a database has around its queries. */
export interface Surroundings {
  /** Stands for the database, whose transactions are meant. */
  readonly scope: object
  readonly watch?: QueryWatch | undefined
  readonly context?: (() => QueryContext | undefined) | undefined
}

/**
 * The executor of a database, for which queries inside of `database.transaction(async () => ...)` take its connection by themselves.
 * What is pinned to a connection (`trx`, `db.connection()`) has an executor of Kysely's own.
 */
export class AmbientExecutor extends ForwardingExecutor {
  readonly #around: Surroundings

  constructor(inner: QueryExecutor, around: Surroundings) {
    super(inner)
    this.#around = around
  }

  override executeQuery<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>> {
    const { watch, context } = this.#around
    if (context !== undefined) this.#note(context(), isRead(query))
    return watch === undefined ? this.#execute<Row>(query) : this.#executeWatched(query, watch)
  }

  override stream<Row>(
    query: CompiledQuery<Row>,
    chunkSize: number,
  ): AsyncIterableIterator<QueryResult<Row>> {
    this.#note(this.#around.context?.(), isRead(query))
    return this.#present.stream(query, chunkSize)
  }

  override provideConnection<Result>(
    consumer: (connection: DatabaseConnection) => Promise<Result>,
  ): Promise<Result> {
    this.#note(this.#around.context?.(), false)
    return this.#present.provideConnection(consumer)
  }

  override withConnectionProvider(provider: ConnectionProvider): QueryExecutor {
    return this.inner.withConnectionProvider(provider)
  }

  protected override changed(change: (executor: QueryExecutor) => QueryExecutor): AmbientExecutor {
    return new AmbientExecutor(change(this.inner), this.#around)
  }

  async #executeWatched<Row>(query: CompiledQuery<Row>, watch: QueryWatch): Promise<QueryResult<Row>> {
    const end = watch.begin(query)
    try {
      const result = await this.#execute<Row>(query)
      end()
      return result
    } catch (error) {
      end(error)
      throw error
    }
  }

  // What writes is carried out although nobody waits for it: half of what a request does would be worse than all of it.
  #execute<Row>(query: AbortableQuery<Row>): Promise<QueryResult<Row>> {
    const { scope, context } = this.#around
    const level = levelOf(scope)
    if (level !== undefined) return this.inner.withConnectionProvider(level).executeQuery(query)
    const signal = query.signal === undefined ? context?.()?.signal : undefined
    if (signal === undefined || !isRead(query)) return this.inner.executeQuery(query)
    const abortable = toAbortable(query, signal, true)
    return abandonable(signal, () => this.inner.executeQuery<Row>(abortable))
  }

  #note(context: QueryContext | undefined, isReading: boolean): void {
    if (context !== undefined && !isReading) context.hasWritten = true
  }

  get #present(): QueryExecutor {
    const level = levelOf(this.#around.scope)
    return level === undefined ? this.inner : this.inner.withConnectionProvider(level)
  }
}
