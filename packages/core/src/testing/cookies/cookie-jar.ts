import { domainMatches, isTrustworthy, pathMatches } from './cookie-scope.ts'
import { parseSetCookie, type SetCookie } from './set-cookie.ts'

const MAX_BYTES = 4096

interface StoredCookie extends SetCookie {
  readonly domain: string
  readonly path: string
  readonly isHostOnly: boolean
}

/** How a request comes about, which decides over SameSite cookies. */
export interface CookieRequest {
  readonly url: URL
  /** Another site asks for it. */
  readonly isCrossSite: boolean
  /** A page is opened with a safe method: cookies that are `Lax` go along. */
  readonly isSafeNavigation: boolean
}

/**
 * The cookies of a visitor, kept as a browser keeps them (RFC 6265): by domain, path and expiry, with Secure, SameSite and the
 * `__Host-` and `__Secure-` prefixes. As in browsers, `localhost` counts as secure.
 */
export class CookieJar {
  readonly #cookies = new Map<string, StoredCookie>()
  /** Why cookies were not taken: a browser drops them without a word. */
  readonly refused: string[] = []

  /** Takes the Set-Cookie lines of a response from this URL. */
  store(lines: readonly string[], url: URL): void {
    for (const line of lines) {
      const cookie = parseSetCookie(line, Date.now())
      const obstacle = cookie === undefined ? 'it has no name' : findObstacle(cookie, url)
      if (cookie === undefined || obstacle !== undefined) {
        this.refused.push(`Set-Cookie: ${line.slice(0, 80)}: ${obstacle}`)
        continue
      }
      const stored = {
        ...cookie,
        domain: cookie.domain ?? url.hostname,
        path: cookie.path ?? defaultPath(url),
        isHostOnly: cookie.domain === undefined,
      }
      const key = `${stored.name};${stored.domain};${stored.path}`
      // One that is written again keeps its place (RFC 6265, 5.3).
      if (isOver(stored)) this.#cookies.delete(key)
      else this.#cookies.set(key, stored)
    }
  }

  /** The Cookie header for a request; undefined when there is nothing to send. */
  header(request: CookieRequest): string | undefined {
    const fitting = this.#live().filter((cookie) => isSent(cookie, request))
    if (fitting.length === 0) return undefined
    return fitting
      .toSorted((one, other) => other.path.length - one.path.length)
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
  }

  /** The value of a cookie as the app wrote it; undefined when there is none, or it has expired. */
  get(name: string): string | undefined {
    return this.#live().find((cookie) => cookie.name === name)?.value
  }

  /** The names of all cookies that have not expired. */
  get names(): string[] {
    return this.#live().map(({ name }) => name)
  }

  /** Forgets one cookie. */
  delete(name: string): void {
    for (const [key, cookie] of this.#cookies) if (cookie.name === name) this.#cookies.delete(key)
  }

  /** Forgets everything, as a new private window does. */
  clear(): void {
    this.#cookies.clear()
  }

  #live(): StoredCookie[] {
    return [...this.#cookies.values()].filter((cookie) => !isOver(cookie))
  }
}

function isOver({ expiresAt }: SetCookie): boolean {
  return expiresAt !== undefined && expiresAt <= Date.now()
}

function isSent(cookie: StoredCookie, { url, isCrossSite, isSafeNavigation }: CookieRequest): boolean {
  if (cookie.isHostOnly ? cookie.domain !== url.hostname : !domainMatches(url.hostname, cookie.domain))
    return false
  if (!pathMatches(url.pathname, cookie.path) || (cookie.secure && !isTrustworthy(url))) return false
  if (!isCrossSite || cookie.sameSite === 'none') return true
  return cookie.sameSite !== 'strict' && isSafeNavigation
}

/** Why a browser would not keep this cookie. */
function findObstacle(cookie: SetCookie, url: URL): string | undefined {
  const { name, value, domain, path, secure, sameSite } = cookie
  if (Buffer.byteLength(name) + Buffer.byteLength(value) > MAX_BYTES)
    return `name and value exceed ${MAX_BYTES} bytes`
  if (domain !== undefined && !domainMatches(url.hostname, domain))
    return `${url.hostname} is not in the domain ${domain}`
  if (secure && !isTrustworthy(url)) return 'Secure, and the page came over http'
  if (sameSite === 'none' && !secure) return 'SameSite=None needs Secure'
  if (name.startsWith('__Secure-') && !secure) return '__Secure- needs Secure'
  if (name.startsWith('__Host-') && (!secure || domain !== undefined || path !== '/'))
    return '__Host- needs Secure, Path=/ and no Domain'
  return undefined
}

function defaultPath({ pathname }: URL): string {
  const end = pathname.lastIndexOf('/')
  return end <= 0 ? '/' : pathname.slice(0, end)
}
