import type { Awaitable } from '../async/awaitable.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { SessionRecord } from './session-record.ts'
import type { SessionTerms } from './session-terms.ts'
import type { Unlock } from './session-store.ts'

/** A session that a request brought along. */
export interface FoundSession {
  readonly id: string
  readonly record: SessionRecord
}

/** What becomes of a record, which is undefined when the session has ended meanwhile; undefined ends it. It may be called more than once. */
export type SessionChange = (record: SessionRecord | undefined) => SessionRecord | undefined

/** A way to keep sessions: by an id in the cookie and a store, or in the cookie itself. */
export interface SessionDriver {
  /** True when `open` answers at once. */
  readonly isSynchronous: boolean
  readonly description: string
  /** How much of what was typed into a form it keeps, as JSON: nobody needs a login to have something kept. */
  readonly maxOldInputBytes: number
  /** Where another program keeps the sessions too. */
  readonly terms?: SessionTerms
  /** What the value of a cookie leads to; nothing that is not known comes into being by it. */
  open(cookie: string, request: HttpRequest): Awaitable<FoundSession | undefined>
  /** Keeps a new session; answers the value of its cookie. */
  create(session: FoundSession, request: HttpRequest): Awaitable<string>
  /** Changes what is kept at this moment. Answers the value of the cookie when that is to be set again. */
  update(session: FoundSession, change: SessionChange, request: HttpRequest): Awaitable<string | undefined>
  /** Answers undefined when others did not let it in within `timeoutMs`. Itself undefined where sessions cannot be locked. */
  readonly lock:
    | ((id: string, timeoutMs: number, request: HttpRequest) => Promise<Unlock | undefined>)
    | undefined
  collectGarbage(): Awaitable<void>
}
