import type { ResponseHeaders } from '@vanillin/http'
import { VanillinError } from '../errors/vanillin-error.ts'
import { Encrypter } from '../encryption/encrypter.ts'
import { Signer } from '../encryption/signer.ts'
import type { HttpRequest } from './http-request.ts'
import { ProtectedCookies } from './protected-cookies.ts'
import { toSetCookie, type CookieOptions } from './set-cookie.ts'

/**
 * The cookies that a request brought (RFC 6265, 5.4), and those that its response will set. The first of two with one name wins, as the
 * browser puts the more specific path first. Values are percent-decoded where that is possible, as PHP does. What
 * `set` was given is not what `get` answers: that comes with the next request.
 *
 * @example
 * const theme = this.cookies.get('theme') ?? 'light'
 * this.cookies.set('theme', 'dark', { maxAge: days(365) })
 * this.cookies.encrypted.set('draft', text)
 */
export class Cookies {
  readonly #request: HttpRequest
  readonly #values: Map<string, string>
  #lines: Map<string, string> | undefined
  #isRead = false
  #signed: ProtectedCookies | undefined
  #encrypted: ProtectedCookies | undefined

  constructor(request: HttpRequest) {
    this.#request = request
    this.#values = parse(request.headers.get('cookie') ?? '')
  }

  get(name: string): string | undefined {
    this.#isRead = true
    return this.#values.get(name)
  }

  has(name: string): boolean {
    this.#isRead = true
    return this.#values.has(name)
  }

  all(): Readonly<Record<string, string>> {
    this.#isRead = true
    return Object.assign(Object.create(null) as Record<string, string>, Object.fromEntries(this.#values))
  }

  /**
   * Sends a cookie with the response, whoever makes that response. By default scripts cannot read it (HttpOnly), other sites' forms do not
   * carry it (SameSite=Lax), and in production it goes over HTTPS alone (Secure).
   *
   * @throws VanillinError `E_COOKIE_INVALID` for a name or an attribute that cannot be sent and for broken rules of `__Host-`, `__Secure-` and
   * SameSite=None; `E_COOKIE_TOO_LARGE` above 4096 bytes; `E_RESPONSE_FINISHED`
   */
  set(name: string, value: string, options: CookieOptions = {}): void {
    if (this.#request.isAnswered)
      throw new VanillinError(
        'E_RESPONSE_FINISHED',
        `The cookie ${name} was set after the response had gone out.`,
      )
    const { secure, app } = this.#request
    const line = toSetCookie(name, value, options, secure || app.environment === 'production')
    this.#lines ??= new Map()
    // One with the same name, domain and path is the same cookie (RFC 6265, 5.3): the last one counts.
    this.#lines.set(`${name};${options.domain ?? ''};${options.path ?? '/'}`, line)
  }

  /**
   * Tells the browser to forget a cookie.
   * @param options path, domain and partitioned as they were when it was set
   */
  delete(
    name: string,
    options: Pick<CookieOptions, 'path' | 'domain' | 'secure' | 'partitioned'> = {},
  ): void {
    this.set(name, '', { ...options, maxAge: 0 })
  }

  /** Cookies that everybody can read and only this app can write. */
  get signed(): ProtectedCookies {
    return (this.#signed ??= this.#protectedBySigner())
  }

  /** Cookies that only this app can read and write. */
  get encrypted(): ProtectedCookies {
    return (this.#encrypted ??= this.#protectedByEncrypter())
  }

  /** @internal As `get`, for who does not make the answer depend on it. */
  peek(name: string): string | undefined {
    return this.#values.get(name)
  }

  /** @internal whether the answer may depend on a cookie */
  get isRead(): boolean {
    return this.#isRead
  }

  /** @internal whether the response has a cookie to set */
  get isChanged(): boolean {
    return this.#lines !== undefined
  }

  /** @internal */
  writeTo(headers: ResponseHeaders): void {
    for (const line of this.#lines?.values() ?? []) headers.append('Set-Cookie', line)
    this.#lines = undefined
  }

  #protectedBySigner(): ProtectedCookies {
    const signer = this.#request.app.use(Signer)
    return new ProtectedCookies(this, {
      protect: (value, options) => signer.sign(value, options),
      reveal: (value, options) => signer.verify(value, options),
    })
  }

  #protectedByEncrypter(): ProtectedCookies {
    const encrypter = this.#request.app.use(Encrypter)
    return new ProtectedCookies(this, {
      protect: (value, options) => encrypter.encrypt(value, options),
      reveal: (value, options) => encrypter.decrypt(value, options),
    })
  }
}

function parse(header: string): Map<string, string> {
  const values = new Map<string, string>()
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=')
    if (equals === -1) continue
    const name = pair.slice(0, equals).trim()
    if (name === '' || values.has(name)) continue
    const raw = pair.slice(equals + 1).trim()
    values.set(
      name,
      decode(raw.startsWith('"') && raw.endsWith('"') && raw.length > 1 ? raw.slice(1, -1) : raw),
    )
  }
  return values
}

function decode(value: string): string {
  if (!value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}
