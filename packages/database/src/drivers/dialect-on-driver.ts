import {
  MysqlAdapter,
  MysqlIntrospector,
  MysqlQueryCompiler,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import type { DatabaseIntrospector, Dialect, DialectAdapter, Driver, Kysely, QueryCompiler } from 'kysely'

/** The SQL of one of the databases, on another driver than its own. */
export class DialectOnDriver implements Dialect {
  readonly #isMysql: boolean
  readonly #driver: Driver

  constructor(isMysql: boolean, driver: Driver) {
    this.#isMysql = isMysql
    this.#driver = driver
  }

  createDriver(): Driver {
    return this.#driver
  }

  createQueryCompiler(): QueryCompiler {
    return this.#isMysql ? new MysqlQueryCompiler() : new PostgresQueryCompiler()
  }

  createAdapter(): DialectAdapter {
    return this.#isMysql ? new MysqlAdapter() : new PostgresAdapter()
  }

  // oxlint-disable-next-line typescript/no-explicit-any -- Kysely's own signature
  createIntrospector(db: Kysely<any>): DatabaseIntrospector {
    return this.#isMysql ? new MysqlIntrospector(db) : new PostgresIntrospector(db)
  }
}
