import type { Duration } from '../config/duration.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { FoundSession } from './session-driver.ts'
import type { Session } from './session.ts'

/** What is settled already where sessions are shared with another program, such as a PHP app: both sides have to do the same. */
export interface SessionTerms {
  /** The name of the cookie, as it is: no prefix comes before it. */
  readonly cookieName: string
  /** How long the browser keeps the cookie. Default: until it is closed. */
  readonly cookieMaxAge?: Duration
  /** A session that nobody used for so long is over. There is no absolute timeout, since the other side knows none. */
  readonly idleTimeout: Duration
  createId(): string
  readonly csrf?: SharedCsrf
}

/** Tokens against forged requests that another program puts into its forms, and expects in those of this one. */
export interface SharedCsrf {
  /** The name of the field in forms. */
  readonly field: string
  /** Further headers that may carry it, in small letters. */
  readonly headers?: readonly string[]
  /** The token for a form. One that has to be made is kept in the session. */
  tokenFor(session: Session, request: HttpRequest): string
  /** Whether a token that came with a request is that of its session. */
  isAccepted(token: string, session: FoundSession, request: HttpRequest): boolean
  /** The session gets another id: tokens from before are worth nothing. */
  renew(session: Session): void
}
