import { DatabaseError } from '../errors/database-error.ts'

const networkCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ECONNABORTED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EPIPE',
  'PROTOCOL_CONNECTION_LOST',
  'ER_SERVER_SHUTDOWN',
  'ER_CONNECTION_KILLED',
])

// A server says so of a connection that it ends with FATAL; with ERROR, of a message that it could not read, or out of a function.
function isLostBySqlState(code: string, error: Error): boolean {
  return /^08...$/.test(code) && !('severity' in error && error.severity === 'ERROR')
}

/** SQLSTATEs with which PostgreSQL ends a connection: shut down, crashed, starting, killed. Class 08 besides. */
const endedByServer = new Set(['57P01', '57P02', '57P03', '57P05'])

/** Whether an error of a driver means that the connection is gone, and not that the query was wrong. */
export function isConnectionLost(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? error.code : undefined
  if (typeof code === 'string') {
    return networkCodes.has(code) || endedByServer.has(code) || isLostBySqlState(code, error)
  }
  return /^(Connection terminated|Client has encountered a connection error|Can't add new command when connection is in closed state)/.test(
    error.message,
  )
}

export function toUnreachable(target: string, error: unknown): DatabaseError {
  if (error instanceof DatabaseError) return error
  return new DatabaseError('E_DATABASE_UNREACHABLE', `No connection to ${target}: ${reason(error)}.`, {
    cause: error,
    ...helpWith(error),
  })
}

/** What a server that answers wants, by SQLSTATE of PostgreSQL and code of MySQL. */
const refusals: Readonly<Record<string, string>> = {
  '3D000': 'The server runs and has no such database: create it, or correct the name in DATABASE_URL.',
  ER_BAD_DB_ERROR:
    'The server runs and has no such database: create it, or correct the name in DATABASE_URL.',
  '28P01': 'The server runs and refuses the password: correct DATABASE_URL.',
  '28000':
    'The server runs and does not let this user in: correct the user in DATABASE_URL, or its pg_hba.conf.',
  ER_ACCESS_DENIED_ERROR: 'The server runs and refuses the user or the password: correct DATABASE_URL.',
  ER_DBACCESS_DENIED_ERROR: 'The server runs, and this user may not use that database: grant it to him.',
  '53300': 'The server has no connection left: lower pool.max of its clients, or raise its max_connections.',
  ER_CON_COUNT_ERROR:
    'The server has no connection left: lower pool.max of its clients, or raise its max_connections.',
}

function helpWith(error: unknown): { help?: string } {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const help = refusals[code]
  return help === undefined ? {} : { help }
}

export function toConnectionLost(target: string, error: unknown): unknown {
  if (!isConnectionLost(error)) return error
  return new DatabaseError(
    'E_DATABASE_CONNECTION_LOST',
    `The connection to ${target} was lost during a query: ${reason(error)}.`,
    { cause: error },
  )
}

export function toBusy(target: string, waitedMs: number): DatabaseError {
  return new DatabaseError(
    'E_DATABASE_BUSY',
    `No free connection to ${target} within ${waitedMs} ms: all are in use.`,
  )
}

// A refused dual-stack connect is an AggregateError with an empty message and the code of its parts.
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  return (error.message || code || error.name).replace(/\.$/, '')
}
