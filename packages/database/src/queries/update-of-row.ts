import type { CompiledQuery } from 'kysely'

/**
 * An update of one row that is wanted as it is then. A driver whose database cannot return it may read it in the same statement, and answers its
 * row; otherwise it answers none, and how many were found. Executors hand it on as it is.
 */
export interface UpdateOfRow<Row = unknown> extends CompiledQuery<Row> {
  readonly thenRead: CompiledQuery<Row>
}

export function isUpdateOfRow(query: CompiledQuery): query is UpdateOfRow {
  return 'thenRead' in query
}

export function withRead<Row>(update: CompiledQuery<Row>, thenRead: CompiledQuery<Row>): UpdateOfRow<Row> {
  const { query, queryId, sql, parameters } = update
  return { query, queryId, sql, parameters, thenRead }
}
