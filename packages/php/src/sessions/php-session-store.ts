import type { Cookies, Unlock } from '@vanillin/core'

/** A session as it is stored. */
export interface StoredSession {
  readonly bytes: Buffer
  /** When it was last used, in milliseconds since 1970, as far as the store knows. */
  readonly usedAt: number
}

/** Who asks for a session, and how long it is kept. */
export interface SessionAccess {
  /** The address of the visitor: some stores keep it, some let nobody else in. */
  readonly ip: string
  readonly userAgent: string
  /** For a session that is itself a cookie. */
  readonly cookies: Pick<Cookies, 'get' | 'set' | 'delete'>
  readonly lifetimeMs: number
}

/** Answers what is to be stored: other bytes; the same Buffer, when only the time of use is to be noted; undefined for nothing. It may be called more than once. */
export type StoredChange = (stored: StoredSession | undefined) => Buffer | undefined

/** Where PHP keeps its sessions, in the very keys and files that PHP uses. All implementations pass one contract suite. */
export interface PhpSessionStore {
  /** For messages, as `files in /var/lib/php/sessions`. */
  readonly description: string
  /** What is stored and not over; whole, though PHP may be about to write it. */
  read(id: string, access: SessionAccess): Promise<StoredSession | undefined>
  /** Replaces what is stored at that moment. While PHP holds the session's lock, and this store has it too, it waits. */
  update(id: string, access: SessionAccess, change: StoredChange): Promise<void>
  /** Keeps PHP and others out of the session. Undefined when they did not let it in within `timeoutMs`. Itself undefined where PHP locks nothing. */
  readonly lock:
    | ((id: string, access: SessionAccess, timeoutMs: number) => Promise<Unlock | undefined>)
    | undefined
}
