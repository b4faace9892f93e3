import { ResponseHeaders } from '@vanillin/http'
import { days } from '../config/duration.ts'
import type { Environment } from '../config/environment.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { ContentSecurityPolicy } from './content-security-policy.ts'
import { toHsts, toPermissionsPolicy } from './header-values.ts'
import type { SecurityHeadersConfig } from './security-headers-config.ts'

/** Content that a browser shows by itself and that may hold scripts. */
const PAGE = /^(?:text\/html|image\/svg\+xml|application\/xhtml\+xml|(?:text|application)\/xml)\b/i

/** The headers that tell browsers to be careful, put together at boot. */
export class SecurityHeaders {
  readonly #forAll: ResponseHeaders
  readonly #forAllSecure: ResponseHeaders
  readonly #forPages: ResponseHeaders
  readonly #forPagesSecure: ResponseHeaders
  readonly #policy: ContentSecurityPolicy | undefined
  readonly #policyName: string
  readonly #alwaysNonce: boolean

  /** @throws VanillinError `E_CONFIG_INVALID` */
  constructor(config: SecurityHeadersConfig, environment: Environment) {
    const { contentSecurityPolicy: policy = {}, reportOnly = false } = config
    this.#policy = policy === 'unsafe-none' ? undefined : new ContentSecurityPolicy(policy)
    this.#policyName = `Content-Security-Policy${reportOnly ? '-Report-Only' : ''}`
    // Vite's client styles pages in development, and is given the nonce for it.
    this.#alwaysNonce = environment === 'development'
    const hsts = environment === 'production' && (config.strictTransportSecurity ?? { maxAge: days(365) })
    const all = { 'X-Content-Type-Options': 'nosniff' }
    const secure = hsts === false ? all : { ...all, 'Strict-Transport-Security': toHsts(hsts) }
    const pages = pageHeaders(config, this.#policy)
    this.#forAll = toHeaders(all)
    this.#forAllSecure = toHeaders(secure)
    this.#forPages = toHeaders({ ...all, ...pages })
    this.#forPagesSecure = toHeaders({ ...secure, ...pages })
  }

  /** Adds what the response has not set itself. */
  addTo({ headers }: HttpResponse, request: HttpRequest): void {
    const { secure } = request
    const type = headers.get('Content-Type')
    if (type === undefined || !PAGE.test(type)) {
      headers.addMissing(secure ? this.#forAllSecure : this.#forAll)
      return
    }
    if (this.#policy !== undefined && !headers.has(this.#policyName)) {
      const nonce = this.#alwaysNonce ? request.cspNonce : request.givenCspNonce
      headers.append(this.#policyName, this.#policy.text(nonce))
    }
    headers.addMissing(secure ? this.#forPagesSecure : this.#forPages)
  }
}

function pageHeaders(
  config: SecurityHeadersConfig,
  policy: ContentSecurityPolicy | undefined,
): Record<string, string> {
  const {
    referrerPolicy = 'strict-origin-when-cross-origin',
    crossOriginOpenerPolicy = 'same-origin',
    permissionsPolicy,
  } = config
  // For browsers that do not know frame-ancestors; more than these two cannot be said.
  const frames = { "'none'": 'DENY', "'self'": 'SAMEORIGIN' }[policy?.frameAncestors ?? '']
  return {
    ...(referrerPolicy !== false && { 'Referrer-Policy': referrerPolicy }),
    ...(frames !== undefined && { 'X-Frame-Options': frames }),
    ...(crossOriginOpenerPolicy !== false && { 'Cross-Origin-Opener-Policy': crossOriginOpenerPolicy }),
    ...(permissionsPolicy !== undefined && { 'Permissions-Policy': toPermissionsPolicy(permissionsPolicy) }),
  }
}

function toHeaders(fields: Record<string, string>): ResponseHeaders {
  const headers = new ResponseHeaders()
  for (const [name, value] of Object.entries(fields)) headers.append(name, value)
  return headers
}
