import type { Awaitable } from '../../async/awaitable.ts'

/** What those who keep copies are told. */
export interface InvalidationListener {
  /** The entry of this key is another one now. */
  key(key: string): void
  /** So are all whose key begins with this. */
  prefix(prefix: string): void
  /** Something may have been missed. */
  gap(): void
}

/** Tells all who keep copies of a store's entries that one has changed. */
export interface Invalidations {
  /** Whether what others change is heard of at this moment. */
  readonly isListening: boolean
  listen(listener: InvalidationListener): void
  publish(change: { readonly key: string } | { readonly prefix: string }): void
  close(): Awaitable<void>
}
