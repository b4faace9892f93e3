/** What a row holds: a text, or a number that can be added to. */
export type CacheRowValue = string | number

/**
 * The table of the cache store `database`: a service that `database()` provides. Times are those of the database, so that the clocks of
 * machines need not agree. What is written to a key, or removed, ends its lease. All of it rejects with an error of status 503 while the database
 * cannot be asked.
 */
export abstract class DatabaseCache {
  /** For messages, as `the table cache`. */
  abstract readonly description: string
  /** In the order of the keys; undefined where there is nothing, or its time is over. */
  abstract read(keys: readonly string[]): Promise<readonly (CacheRowValue | undefined)[]>
  /** @param ttlMs undefined: for ever */
  abstract write(key: string, value: CacheRowValue, ttlMs: number | undefined): Promise<void>
  /** Writes if there is nothing. */
  abstract add(key: string, value: CacheRowValue, ttlMs: number | undefined): Promise<boolean>
  /** Writes if this token holds the lease of the key. */
  abstract writeLeased(
    key: string,
    value: CacheRowValue,
    ttlMs: number | undefined,
    token: string,
  ): Promise<boolean>
  /** Answers whether there was something. */
  abstract remove(key: string): Promise<boolean>
  /** Removes, and answers what there was. */
  abstract take(key: string): Promise<CacheRowValue | undefined>
  /** Adds to a number; where there is nothing it begins at 0 and lives so long. Undefined where a text is. */
  abstract increment(key: string, by: number, ttlMs: number | undefined): Promise<number | undefined>
  /** Removes all whose keys begin with this. */
  abstract removeAll(prefix: string): Promise<void>
  /** Frees the room of what is over. */
  abstract removeExpired(): Promise<void>
  /** Takes the lease of a key if nobody holds it. Answers the token of who does now. */
  abstract acquire(key: string, token: string, ttlMs: number): Promise<string>
  /** False when the token does not hold it any more. */
  abstract renew(key: string, token: string, ttlMs: number): Promise<boolean>
  /** False when the token did not hold it any more. */
  abstract release(key: string, token: string): Promise<boolean>
}
