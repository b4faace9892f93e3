import type { DatabaseConnection, Driver, TransactionSettings } from 'kysely'

type SavepointCompiler = Parameters<NonNullable<Driver['savepoint']>>[2]

/** Opens a driver with its first connection and closes it once. Kysely's own for this is not exported. */
export class OnceDriver implements Driver {
  readonly #inner: Driver
  readonly #beforeDestroy: () => Promise<void>
  #opening: Promise<void> | null = null
  #isOver = false
  #destroying: Promise<void> | null = null

  /** @param beforeDestroy what waits for something else may still get a connection until it has resolved */
  constructor(inner: Driver, beforeDestroy: () => Promise<void> = () => Promise.resolve()) {
    this.#inner = inner
    this.#beforeDestroy = beforeDestroy
  }

  init(): Promise<void> {
    return (this.#opening ??= this.#inner.init())
  }

  async acquireConnection(): Promise<DatabaseConnection> {
    if (this.#isOver) throw new Error('driver has already been destroyed')
    await this.init()
    return this.#inner.acquireConnection()
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.#inner.releaseConnection(connection)
  }

  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return this.#inner.beginTransaction(connection, settings)
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#inner.commitTransaction(connection)
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return this.#inner.rollbackTransaction(connection)
  }

  async savepoint(connection: DatabaseConnection, name: string, compile: SavepointCompiler): Promise<void> {
    await this.#inner.savepoint?.(connection, name, compile)
  }

  async rollbackToSavepoint(
    connection: DatabaseConnection,
    name: string,
    compile: SavepointCompiler,
  ): Promise<void> {
    await this.#inner.rollbackToSavepoint?.(connection, name, compile)
  }

  async releaseSavepoint(
    connection: DatabaseConnection,
    name: string,
    compile: SavepointCompiler,
  ): Promise<void> {
    await this.#inner.releaseSavepoint?.(connection, name, compile)
  }

  destroy(): Promise<void> {
    return (this.#destroying ??= this.#destroyOnce())
  }

  async #destroyOnce(): Promise<void> {
    await this.#beforeDestroy()
    this.#isOver = true
    await this.init()
    await this.#inner.destroy()
  }
}
