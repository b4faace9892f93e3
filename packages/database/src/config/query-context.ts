/** What surrounds queries: a request, in an app that has switched its context on. */
export interface QueryContext {
  /** Aborted when nobody waits for answers any more; undefined where they are wanted in any case. */
  readonly signal: AbortSignal | undefined
  /** Set with the first query that may write: reads that come after it see it. */
  hasWritten: boolean
}
