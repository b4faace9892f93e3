import type { CompiledQuery } from 'kysely'

/** Is told about each query of a database, but for streams and what runs by a handle of its own (`trx`). */
export interface QueryWatch {
  /** A query is about to run; what is thrown here fails it. Answers what is called when it is over, with its error where it failed. */
  begin(query: CompiledQuery): (error?: unknown) => void
}
