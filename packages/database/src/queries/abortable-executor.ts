import type { CompiledQuery, QueryExecutor, QueryResult } from 'kysely'
import { abandonable } from './abandonable.ts'
import { toAbortable } from './abortable-query.ts'
import { ForwardingExecutor } from './forwarding-executor.ts'

/** All queries are given up when a signal says so, and ended on the server: what `db.withSignal()` answers. */
export class AbortableExecutor extends ForwardingExecutor {
  readonly #signal: AbortSignal

  constructor(inner: QueryExecutor, signal: AbortSignal) {
    super(inner)
    this.#signal = signal
  }

  override executeQuery<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>> {
    const abortable = toAbortable(query, this.#signal)
    return abandonable(this.#signal, () => this.inner.executeQuery(abortable))
  }

  override stream<Row>(
    query: CompiledQuery<Row>,
    chunkSize: number,
  ): AsyncIterableIterator<QueryResult<Row>> {
    return this.inner.stream(toAbortable(query, this.#signal), chunkSize)
  }

  protected override changed(change: (executor: QueryExecutor) => QueryExecutor): AbortableExecutor {
    return new AbortableExecutor(change(this.inner), this.#signal)
  }
}
