import type { CompiledQuery } from 'kysely'
import { isRead } from '../queries/is-read.ts'
import { callerOf } from './caller-stack.ts'
import { DatabaseError } from './database-error.ts'

const longestSql = 2_000

/**
 * Notes on an error which statement it belongs to: its SQL with placeholders. Values stand in no log: mysql2 brings the
 * SQL with the values in it, PostgreSQL those of a unique key in `detail`. While callers are traced, in development, the
 * values are there as `parameters`.
 */
export function withStatement(error: unknown, query: CompiledQuery): unknown {
  if (!(error instanceof Error)) return error
  const { sql, parameters, queryId } = query
  Object.assign(error, { sql: shortened(sql) })
  if (isLost(error) && isRead(query)) Object.assign(error, { help: 'It only read: it can be repeated.' })
  if ('detail' in error) hide(error, 'detail', error.detail)
  const caller = callerOf(queryId)
  if (caller) hide(caller.addTo(error), 'parameters', parameters)
  return error
}

function isLost(error: Error): boolean {
  return error instanceof DatabaseError && error.code === 'E_DATABASE_CONNECTION_LOST'
}

/** A statement as a log has it. */
export function shortened(sql: string): string {
  return sql.length > longestSql ? `${sql.slice(0, longestSql)} ...` : sql
}

/** Keeps a property out of what is logged. */
export function hide(error: Error, name: string, value: unknown): void {
  Object.defineProperty(error, name, { value, enumerable: false, configurable: true, writable: true })
}

/** The SQL of the statement that failed, where the error is one of a database. */
export function sqlOf(error: unknown): string | undefined {
  return error instanceof Error && 'sql' in error && typeof error.sql === 'string' ? error.sql : undefined
}
