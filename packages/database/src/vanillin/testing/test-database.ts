import type { Application } from '@vanillin/core'
import type { DatabaseConfig } from '../../config/database-config.ts'
import { connectDatabase } from '../../connection/connect-database.ts'
import { Database } from '../../connection/database.ts'
import { toKyselyProps } from '../../connection/to-kysely-props.ts'
import { connectWith } from '../connector.ts'
import { createOwnDatabase } from './own-database.ts'
import { DialectOnDriver } from '../../drivers/dialect-on-driver.ts'
import { TestDriver } from './test-driver.ts'

/**
 * How far the tests of a file are kept apart.
 *
 * - `per-test`: the file has a database of its own, and what a test writes is taken back after it.
 * - `per-file`: the file has a database of its own, and its tests see what those before them wrote.
 * - `shared`: the configured database as it stands, and what a test writes is taken back after it.
 */
export type TestDatabaseScope = 'per-test' | 'per-file' | 'shared'

/** The database that an app has in its tests. Does nothing for an app without one. */
export class TestDatabase {
  readonly #scope: TestDatabaseScope
  readonly #root: string
  #driver: TestDriver | undefined

  /** Before the app boots. */
  constructor(app: Application, scope: TestDatabaseScope) {
    this.#scope = scope
    this.#root = app.root
    connectWith(app, (config) => this.#connect(config))
  }

  /** Before each test. */
  async begin(): Promise<void> {
    if (this.#scope !== 'per-file') await this.#driver?.begin()
  }

  /** After each test. @throws DatabaseError E_TEST_QUERY_OPEN, E_TEST_TRANSACTION_ENDED */
  async rollback(): Promise<void> {
    await this.#driver?.rollback()
  }

  async #connect(config: DatabaseConfig): Promise<Database> {
    const { url } = config
    const own =
      url && this.#scope !== 'shared' ? await createOwnDatabase({ ...config, url }, this.#root) : undefined
    const inner = own?.database ?? (await connectDatabase(config))
    if (this.#scope === 'per-file' && own === undefined) return inner
    const driver = new TestDriver(inner, config.pool?.acquireTimeoutMs ?? 10_000)
    this.#driver = driver
    return new Database({
      driver: inner.driver,
      kysely: toKyselyProps(
        new DialectOnDriver(inner.driver === 'mysql', driver),
        inner.getExecutor().plugins,
      ),
      describe: () => inner.description,
      watch: config.watch,
      context: config.context,
      dump: () => inner.dump(),
      claim: (waitMs) => inner.claim(waitMs),
      close: () => own?.dispose() ?? inner.close(),
    })
  }
}
