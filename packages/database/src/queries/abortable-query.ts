import type { CompiledQuery } from 'kysely'
import { abortError } from './abort-error.ts'

/** A query that may be given up. Executors hand it on as it is, so that drivers find the signal. */
export interface AbortableQuery<Row = unknown> extends CompiledQuery<Row> {
  readonly signal?: AbortSignal | undefined
  /**
   * It may go where ending it would hurt others: there it is only given up. Without, it has a connection of its own, on which
   * the server ends it.
   */
  readonly mayShare?: boolean
}

/** A query that a signal gives up. */
export function toAbortable<Row>(
  query: CompiledQuery<Row>,
  signal: AbortSignal,
  mayShare = false,
): AbortableQuery<Row> {
  return { ...query, signal, mayShare }
}

/** @throws DatabaseError E_QUERY_ABORTED, E_QUERY_TIMEOUT, before anything is sent */
export function assertWanted({ signal }: AbortableQuery): void {
  if (signal?.aborted) throw abortError(signal)
}
