import type { Duration } from '../config/duration.ts'
import { VanillinError } from '../errors/vanillin-error.ts'

export interface CookieOptions {
  /** How long the browser keeps it, as `days(30)`. Default: until it is closed. Browsers keep none for more than 400 days. */
  readonly maxAge?: Duration
  /** Sent for this path and those below. Default: `/`. */
  readonly path?: string
  /** Sent to this domain and its subdomains. Default: to this host alone. */
  readonly domain?: string
  /** Sent over HTTPS alone. Default: in production and for a request over HTTPS. */
  readonly secure?: boolean
  /** Kept from scripts. Default: true. */
  readonly httpOnly?: boolean
  /**
   * Whether requests from other sites carry it: `lax` when they only follow a link here, `strict` never, `none` always. Default: `lax`.
   */
  readonly sameSite?: 'lax' | 'strict' | 'none'
  /** A jar of its own for each site that embeds this one (CHIPS). Default: false. */
  readonly partitioned?: boolean
}

/** What browsers are sure to keep (RFC 6265, 6.1). */
const MAX_BYTES = 4_096
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const PLAIN_VALUE = /^[\w!#$&'()*+\-./:<=>?@[\]^`{|}~]*$/
const PATH = /^\/[\x21-\x3a\x3c-\x7e]*$/
const DOMAIN = /^\.?[a-z0-9-]+(?:\.[a-z0-9-]+)*$/i
const SAME_SITE = { lax: 'Lax', strict: 'Strict', none: 'None' } as const

/**
 * The value of a Set-Cookie header (RFC 6265bis). The value is percent-encoded where it has to be.
 * @param secureByDefault what `secure` is when the options do not say
 * @throws VanillinError `E_COOKIE_INVALID`, `E_COOKIE_TOO_LARGE`
 */
export function toSetCookie(
  name: string,
  value: string,
  options: CookieOptions,
  secureByDefault: boolean,
): string {
  const prefix = /^__(?:host|secure)-/i.exec(name)?.[0].toLowerCase()
  const { path = '/', domain, sameSite = 'lax', httpOnly = true, partitioned = false, maxAge } = options
  const secure = options.secure ?? (secureByDefault || prefix !== undefined || sameSite === 'none')
  const problem = findProblem(name, { ...options, path, secure }, prefix)
  if (problem !== undefined)
    throw new VanillinError('E_COOKIE_INVALID', `The cookie ${printable(name)} ${problem}.`)
  let line = `${name}=${PLAIN_VALUE.test(value) ? value : encode(name, value)}; Path=${path}`
  if (maxAge !== undefined) line += `; Max-Age=${Math.floor(maxAge / 1_000)}`
  if (domain !== undefined) line += `; Domain=${domain}`
  if (secure) line += '; Secure'
  if (httpOnly) line += '; HttpOnly'
  line += `; SameSite=${SAME_SITE[sameSite]}`
  if (partitioned) line += '; Partitioned'
  if (line.length > MAX_BYTES) {
    throw new VanillinError(
      'E_COOKIE_TOO_LARGE',
      `The cookie ${name} with its attributes has ${line.length} bytes; browsers keep ${MAX_BYTES}.`,
    )
  }
  return line
}

function encode(name: string, value: string): string {
  try {
    return encodeURIComponent(value)
  } catch (cause) {
    throw new VanillinError('E_COOKIE_INVALID', `The value of the cookie ${name} holds half a character.`, {
      cause,
    })
  }
}

function findProblem(
  name: string,
  { path, domain, secure, sameSite, partitioned, maxAge }: CookieOptions,
  prefix: string | undefined,
): string | undefined {
  if (!NAME.test(name)) return 'has a name that is no token (RFC 9110, 5.6.2)'
  if (!PATH.test(path!))
    return `has a path that does not begin with / or holds characters that a path cannot: ${printable(path!)}`
  if (domain !== undefined && !DOMAIN.test(domain)) return `has a domain that is none: ${printable(domain)}`
  if (maxAge !== undefined && !Number.isFinite(maxAge)) return 'has a maxAge that is no span of time'
  if (prefix !== undefined && !secure) return 'has a prefix that only a secure cookie may have'
  if (prefix === '__host-' && (domain !== undefined || path !== '/'))
    return 'has the prefix __Host-, which allows no domain and only the path /'
  if (sameSite !== undefined && !Object.hasOwn(SAME_SITE, sameSite))
    return 'has a sameSite that is none of lax, strict and none'
  if (sameSite === 'none' && !secure) return 'has sameSite none, which only a secure cookie may have'
  if (partitioned && !secure) return 'is partitioned, which only a secure cookie may be'
  return undefined
}

function printable(text: string): string {
  return JSON.stringify(text.slice(0, 60))
}
