import type { IsolationLevel } from 'kysely'

/** How a transaction runs. Those inside of another run as it does, and take none. */
export interface TransactionOptions {
  /** Default: that of the database, `read committed` on PostgreSQL, `repeatable read` on MySQL. */
  isolation?: IsolationLevel
  /** A write is refused by the database. Default false. */
  readOnly?: boolean
  /**
   * How often it is run again when the database gave it up in favour of another: a serialization failure or a deadlock. What it does
   * besides the database happens again, too. Default 0.
   */
  retries?: number
  /** It is taken back when it is still open after this time. Default 60000; 0 is no limit. */
  timeoutMs?: number
  /** It is taken back when nobody waits for it any more: `this.signal` of a controller. */
  signal?: AbortSignal
}
