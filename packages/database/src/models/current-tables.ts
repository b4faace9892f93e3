import type { Kysely } from 'kysely'
import { currentDatabase } from '../connection/db.ts'

/** A table and a row without their types: inside, the types are believed. */
export type AnyTables = Record<string, Record<string, unknown>>

/**
 * The database as the models see it.
 * @param signal ends the queries
 */
export function currentTables(signal?: AbortSignal): Kysely<AnyTables> {
  const database = currentDatabase()
  return untyped(signal ? database.withSignal(signal) : database)
}

/** The same, for what must not be behind: the row that was just written. */
export function writtenTables(): Kysely<AnyTables> {
  return untyped(currentDatabase().primary)
}

function untyped(database: unknown): Kysely<AnyTables> {
  return database as Kysely<AnyTables>
}
