import { CompiledQuery } from 'kysely'
import type {
  DatabaseConnection,
  Dialect,
  DialectAdapter,
  DatabaseIntrospector,
  Driver,
  Kysely,
  QueryCompiler,
  QueryResult,
} from 'kysely'
import { withStatement } from '../errors/failed-statement.ts'
import { ForwardingDriver } from './forwarding-driver.ts'

/** Asks the database on the connection where something has failed. */
export type Ask = (sql: string, parameters: readonly unknown[]) => Promise<readonly unknown[]>

/** What a driver of ours adds to Kysely's own: how values are sent, and what its failures mean. */
export interface Guard {
  /** Turns a JavaScript value into what the driver may be given. */
  toParameter(value: unknown): unknown
  /** Refuses more values than a statement can have. */
  assertParametersFit?(parameters: readonly unknown[]): void
  /** Explains why no connection could be had. */
  explainAcquire(error: unknown): unknown
  /** Explains why a query failed. Most errors of the database itself are handed on as they are. `ask` asks on the same connection. */
  explainQuery(error: unknown, sql: string, ask: Ask): unknown
}

/** Kysely's own dialect with a {@link Guard} around each connection. SQL and results are left alone. */
export class GuardedDialect implements Dialect {
  readonly #inner: Dialect
  readonly #guard: Guard

  constructor(inner: Dialect, guard: Guard) {
    this.#inner = inner
    this.#guard = guard
  }

  createDriver(): Driver {
    return new GuardedDriver(this.#inner.createDriver(), this.#guard)
  }

  createQueryCompiler(): QueryCompiler {
    return this.#inner.createQueryCompiler()
  }

  createAdapter(): DialectAdapter {
    return this.#inner.createAdapter()
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- Kysely's own signature
  createIntrospector(db: Kysely<any>): DatabaseIntrospector {
    return this.#inner.createIntrospector(db)
  }
}

export class GuardedDriver extends ForwardingDriver {
  readonly #guard: Guard

  constructor(inner: Driver, guard: Guard) {
    super(inner)
    this.#guard = guard
  }

  override async acquireConnection(): Promise<GuardedConnection> {
    try {
      return new GuardedConnection(await super.acquireConnection(), this.#guard)
    } catch (error) {
      throw this.#guard.explainAcquire(error)
    }
  }

  override releaseConnection(connection: DatabaseConnection): Promise<void> {
    return super.releaseConnection((connection as GuardedConnection).inner)
  }
}

export class GuardedConnection implements DatabaseConnection {
  readonly inner: DatabaseConnection
  readonly #guard: Guard

  constructor(inner: DatabaseConnection, guard: Guard) {
    this.inner = inner
    this.#guard = guard
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    try {
      return await this.inner.executeQuery<Row>(this.#prepare(query))
    } catch (error) {
      throw withStatement(await this.#explain(error, query), query)
    }
  }

  async *streamQuery<Row>(query: CompiledQuery, chunkSize?: number): AsyncIterableIterator<QueryResult<Row>> {
    try {
      yield* this.inner.streamQuery<Row>(this.#prepare(query), chunkSize)
    } catch (error) {
      throw withStatement(await this.#explain(error, query), query)
    }
  }

  #explain(error: unknown, { sql }: CompiledQuery): unknown {
    return this.#guard.explainQuery(error, sql, async (text, parameters) => {
      return (await this.inner.executeQuery(CompiledQuery.raw(text, [...parameters]))).rows
    })
  }

  #prepare(query: CompiledQuery): CompiledQuery {
    if (query.parameters.length === 0) return query
    this.#guard.assertParametersFit?.(query.parameters)
    return { ...query, parameters: query.parameters.map((value) => this.#guard.toParameter(value)) }
  }
}
