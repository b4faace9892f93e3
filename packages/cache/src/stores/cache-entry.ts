import type { Snapshot } from '../values/snapshot.ts'

/** What a store keeps under a key. The value undefined says that it is known that there is nothing. */
export interface CacheEntry {
  readonly snapshot: Snapshot
  /** Milliseconds since 1970 from which on it is gone; undefined: never. */
  readonly expiresAt?: number | undefined
  /** From then on it is still there and to be made anew. */
  readonly freshUntil?: number | undefined
  /** What each of its tags stood at when the making of it began. */
  readonly tags?: Readonly<Record<string, string>> | undefined
}
