import type { CompiledQuery, QueryExecutor, QueryResult } from 'kysely'
import type { QueryContext } from '../config/query-context.ts'
import { ForwardingExecutor } from '../queries/forwarding-executor.ts'
import { isRead } from '../queries/is-read.ts'
import type { ReplicaHealth } from './replica-health.ts'

/** A copy of the database that is read from. */
export interface Replica {
  readonly executor: QueryExecutor
  readonly health: ReplicaHealth
}

/**
 * Sends what only reads to the replicas in turn, and everything else to the primary: writes, locking reads, raw SQL, and what needs a
 * connection, as a transaction does. Where the context of requests is on, what is read after a write of the same request too. A read
 * that a replica cannot answer goes to the next, at last to the primary.
 */
export class ReplicaExecutor extends ForwardingExecutor {
  readonly #replicas: readonly Replica[]
  readonly #context: () => QueryContext | undefined
  #turn = 0

  constructor(
    primary: QueryExecutor,
    replicas: readonly Replica[],
    context: () => QueryContext | undefined = () => undefined,
  ) {
    super(primary)
    this.#replicas = replicas
    this.#context = context
  }

  override async executeQuery<Row>(query: CompiledQuery<Row>): Promise<QueryResult<Row>> {
    for (const { executor, health } of this.#replicasFor(query)) {
      try {
        // oxlint-disable-next-line no-await-in-loop -- the next one when this one fails
        return await executor.executeQuery(query)
      } catch (error) {
        if (!health.noteFailure(error)) throw error
      }
    }
    return this.inner.executeQuery(query)
  }

  override async *stream<Row>(
    query: CompiledQuery<Row>,
    chunkSize: number,
  ): AsyncIterableIterator<QueryResult<Row>> {
    for (const { executor, health } of this.#replicasFor(query)) {
      let hasBegun = false
      try {
        for await (const rows of executor.stream(query, chunkSize)) {
          hasBegun = true
          yield rows
        }
        return
      } catch (error) {
        if (!health.noteFailure(error) || hasBegun) throw error
      }
    }
    yield* this.inner.stream(query, chunkSize)
  }

  protected override changed(change: (executor: QueryExecutor) => QueryExecutor): ReplicaExecutor {
    const replicas = this.#replicas.map(({ executor, health }) => ({ executor: change(executor), health }))
    return new ReplicaExecutor(change(this.inner), replicas, this.#context)
  }

  override withConnectionProvider(
    ...given: Parameters<QueryExecutor['withConnectionProvider']>
  ): QueryExecutor {
    return this.inner.withConnectionProvider(...given)
  }

  *#replicasFor(query: CompiledQuery): Generator<Replica> {
    if (this.#context()?.hasWritten === true || !isRead(query)) return
    const first = (this.#turn += 1)
    for (let offset = 0; offset < this.#replicas.length; offset += 1) {
      const replica = this.#replicas[(first + offset) % this.#replicas.length]!
      if (replica.health.isUsable()) yield replica
    }
  }
}
