import type { SessionRecord } from './session-record.ts'

/** Answers what is to be kept in place of a record, undefined for nothing. It may be called more than once. */
export type RecordChange = (record: SessionRecord | undefined) => SessionRecord | undefined

/**
 * Where sessions are kept. Keys are hashes: a store never sees the id that a client has. All implementations pass one
 * contract suite.
 */
export interface SessionStore {
  /** True when `read` answers at once: it is then called when an action first asks for something, and not before. */
  readonly isSynchronous: boolean
  /** For messages, as `files in storage/sessions`. */
  readonly description: string
  /** The record; it may be one whose time is over. */
  read(key: string): SessionRecord | undefined | Promise<SessionRecord | undefined>
  /**
   * Replaces a record if nobody else changes it between its reading and its writing; false if somebody did, and it is to be tried
   * again. The store may drop the new record from its `expiresAt` on.
   */
  update(key: string, change: RecordChange): boolean | Promise<boolean>
  /**
   * Keeps other requests of this session out, for `heldMs` at most: then the process that had the lock is taken for dead. Answers the
   * way back; undefined when somebody else has it, and it is to be tried again.
   */
  lock(key: string, heldMs: number): Promise<Unlock | undefined>
  /** Drops what has expired. Stores that do it by themselves have none. */
  collectGarbage?(now: number): void | Promise<void>
}

export type Unlock = () => void | Promise<void>
