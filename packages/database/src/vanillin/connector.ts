import type { Application } from '@vanillin/core'
import type { DatabaseConfig } from '../config/database-config.ts'
import { connectDatabase } from '../connection/connect-database.ts'
import type { Database } from '../connection/database.ts'

/** Connects the database that the configuration of an app names, or another in its place. */
export type Connector = (config: DatabaseConfig) => Promise<Database>

const connectors = new WeakMap<Application, Connector>()

/** Has an app that has not booted connect its database in another way, as its tests do. */
export function connectWith(app: Application, connector: Connector): void {
  connectors.set(app, connector)
}

export function connectorOf(app: Application): Connector {
  return connectors.get(app) ?? connectDatabase
}
