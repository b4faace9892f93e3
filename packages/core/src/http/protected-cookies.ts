import type { CookieOptions } from './set-cookie.ts'
import type { Cookies } from './cookies.ts'

/** What protects: an Encrypter or a Signer, as functions. */
export interface CookieProtection {
  protect(value: string, options: { purpose: string; expiresAt: Date | undefined }): string
  reveal(value: string, options: { purpose: string }): string | undefined
}

/**
 * Cookies whose values a client cannot change: signed ones can be read by everybody, encrypted ones by nobody. A value is bound to the name of
 * its cookie, and to its `maxAge`: one that was copied is refused under another name and when its time is over.
 */
export class ProtectedCookies {
  readonly #cookies: Cookies
  readonly #protection: CookieProtection

  constructor(cookies: Cookies, protection: CookieProtection) {
    this.#cookies = cookies
    this.#protection = protection
  }

  /** The value; undefined when there is none, or it was forged, cut off, taken from another cookie or is too old. */
  get(name: string): string | undefined {
    const value = this.#cookies.get(name)
    return value === undefined ? undefined : this.#protection.reveal(value, { purpose: purposeOf(name) })
  }

  /**
   * Sends a cookie with the response.
   * @throws VanillinError `E_COOKIE_INVALID`, `E_COOKIE_TOO_LARGE`, `E_APP_KEY`, `E_RESPONSE_FINISHED`
   */
  set(name: string, value: string, options: CookieOptions = {}): void {
    const expiresAt = options.maxAge === undefined ? undefined : new Date(Date.now() + options.maxAge)
    this.#cookies.set(name, this.#protection.protect(value, { purpose: purposeOf(name), expiresAt }), options)
  }
}

function purposeOf(name: string): string {
  return `cookie:${name}`
}
