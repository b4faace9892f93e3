import type { HttpRequest } from '../http/http-request.ts'
import type { CookieOptions } from '../http/set-cookie.ts'
import { sessionDefaults, type SessionConfig } from './session-config.ts'
import type { SessionRecord } from './session-record.ts'
import type { SessionTerms } from './session-terms.ts'

/** How often a session that is only read is written to say that it is in use: ten times in its idle timeout. */
const SEEN_STEPS = 10

/** A config with its defaults filled in, and what follows from it. */
export class SessionSettings {
  readonly lock: boolean
  readonly lockTimeoutMs: number
  readonly #idleMs: number
  readonly #absoluteMs: number
  readonly #cookie: NonNullable<SessionConfig['cookie']>
  readonly #neverFlash: ReadonlySet<string>
  readonly #terms: SessionTerms | undefined

  /** @param terms where another program keeps the sessions too: they go before the config */
  constructor(config: SessionConfig, terms?: SessionTerms) {
    this.#terms = terms
    this.lock = config.lock ?? false
    this.lockTimeoutMs = config.lockTimeout ?? sessionDefaults.lockTimeout
    this.#idleMs = terms?.idleTimeout ?? config.idleTimeout ?? sessionDefaults.idleTimeout
    this.#absoluteMs =
      terms === undefined ? (config.absoluteTimeout ?? sessionDefaults.absoluteTimeout) : Infinity
    this.#cookie = config.cookie ?? {}
    this.#neverFlash = new Set(['_token', '_method', terms?.csrf?.field ?? '', ...(config.neverFlash ?? [])])
  }

  readonly isExpired = ({ seenAt, createdAt }: SessionRecord): boolean => {
    const now = Date.now()
    return now >= seenAt + this.#idleMs || now >= createdAt + this.#absoluteMs
  }

  /** Whether it is time to note that the session is in use. */
  isStale({ seenAt }: SessionRecord, now: number): boolean {
    return now - seenAt >= this.#idleMs / SEEN_STEPS
  }

  seen(record: SessionRecord, now: number): SessionRecord {
    const expiresAt = Math.min(now + this.#idleMs, record.createdAt + this.#absoluteMs)
    return { ...record, seenAt: now, expiresAt }
  }

  cookieName(request: HttpRequest): string {
    if (this.#terms !== undefined) return this.#terms.cookieName
    const { name = sessionDefaults.cookieName, domain, path = '/' } = this.#cookie
    return this.#isSecure(request) && domain === undefined && path === '/' ? `__Host-${name}` : name
  }

  cookieOptions(request: HttpRequest): CookieOptions {
    const { name: _name, persistent = false, ...options } = this.#cookie
    const secure = this.#isSecure(request)
    const maxAge = this.#terms?.cookieMaxAge
    if (this.#terms !== undefined)
      return maxAge === undefined ? { ...options, secure } : { ...options, secure, maxAge }
    return persistent ? { ...options, secure, maxAge: this.#absoluteMs } : { ...options, secure }
  }

  isFlashable(field: string): boolean {
    return !this.#neverFlash.has(field) && !/passw/i.test(field)
  }

  #isSecure(request: HttpRequest): boolean {
    return this.#cookie.secure ?? (request.secure || request.app.environment === 'production')
  }
}
