import { DatabaseError } from '../errors/database-error.ts'

/** What a query that was given up rejects with: `AbortSignal.timeout()` is somebody who waits for an answer, all else is one who left. */
export function abortError({ reason }: AbortSignal): DatabaseError {
  const why = reason instanceof Error ? reason.message.replace(/\.$/, '') : String(reason)
  const isLate = reason instanceof Error && reason.name === 'TimeoutError'
  if (isLate) return new DatabaseError('E_QUERY_TIMEOUT', `A query took too long: ${why}.`, { cause: reason })
  const error = new DatabaseError('E_QUERY_ABORTED', `A query was given up: ${why}.`, { cause: reason })
  // 499 is no status that HTTP has words for.
  return Object.assign(error, { clientMessage: 'The request was given up.' })
}
