import type { DatabaseConnection, Driver, TransactionSettings } from 'kysely'

type SavepointCompiler = Parameters<NonNullable<Driver['savepoint']>>[2]

/** A driver that hands everything on to another, for those that add something to it. */
export class ForwardingDriver implements Driver {
  protected readonly inner: Driver

  constructor(inner: Driver) {
    this.inner = inner
  }

  init(): Promise<void> {
    return this.inner.init()
  }

  acquireConnection(): Promise<DatabaseConnection> {
    return this.inner.acquireConnection()
  }

  releaseConnection(connection: DatabaseConnection): Promise<void> {
    return this.inner.releaseConnection(connection)
  }

  beginTransaction(connection: DatabaseConnection, settings: TransactionSettings): Promise<void> {
    return this.inner.beginTransaction(connection, settings)
  }

  commitTransaction(connection: DatabaseConnection): Promise<void> {
    return this.inner.commitTransaction(connection)
  }

  rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    return this.inner.rollbackTransaction(connection)
  }

  async savepoint(connection: DatabaseConnection, name: string, compile: SavepointCompiler): Promise<void> {
    await this.inner.savepoint?.(connection, name, compile)
  }

  async rollbackToSavepoint(
    connection: DatabaseConnection,
    name: string,
    compile: SavepointCompiler,
  ): Promise<void> {
    await this.inner.rollbackToSavepoint?.(connection, name, compile)
  }

  async releaseSavepoint(
    connection: DatabaseConnection,
    name: string,
    compile: SavepointCompiler,
  ): Promise<void> {
    await this.inner.releaseSavepoint?.(connection, name, compile)
  }

  destroy(): Promise<void> {
    return this.inner.destroy()
  }
}
