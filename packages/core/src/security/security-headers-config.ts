import type { Duration } from '../config/duration.ts'
import type { CspDirectives } from './content-security-policy.ts'

export type ReferrerPolicy =
  | 'no-referrer'
  | 'origin'
  | 'origin-when-cross-origin'
  | 'same-origin'
  | 'strict-origin'
  | 'strict-origin-when-cross-origin'
  | 'unsafe-url'

export interface HstsConfig {
  /** How long browsers will take the site by TLS alone. */
  readonly maxAge: Duration
  /** Every name below this one as well. Default: false. */
  readonly includeSubdomains?: boolean
  /** Asks to be put into the browsers' own lists, which is hard to undo. Default: false. */
  readonly preload?: boolean
}

/** `securityHeaders` of config/app.ts, or of one route. What a response has set itself is left alone. */
export interface SecurityHeadersConfig {
  /** For pages; directives replace the default's by name. */
  readonly contentSecurityPolicy?: CspDirectives | 'unsafe-none'
  /** Browsers report what they would have refused, and refuse nothing. Default: false. */
  readonly reportOnly?: boolean
  /** For pages. Default: strict-origin-when-cross-origin. */
  readonly referrerPolicy?: ReferrerPolicy | false
  /** For pages: what windows that they open, or that open them, can reach. Default: same-origin. */
  readonly crossOriginOpenerPolicy?: 'same-origin' | 'same-origin-allow-popups' | 'unsafe-none' | false
  /** For pages: who may use a feature, as `{ camera: [], geolocation: ['self', 'https://maps.example.com'] }`. Default: none named. */
  readonly permissionsPolicy?: Readonly<Record<string, readonly string[]>>
  /** For all responses over TLS in production. Default: one year. */
  readonly strictTransportSecurity?: HstsConfig | false
}

/** The second on top of the first, the policy directive by directive. */
export function mergeSecurityHeaders(
  base: SecurityHeadersConfig,
  over: SecurityHeadersConfig,
): SecurityHeadersConfig {
  const [below, above] = [base.contentSecurityPolicy, over.contentSecurityPolicy]
  const merged =
    typeof below === 'object' && typeof above === 'object' ? { ...below, ...above } : (above ?? below)
  return { ...base, ...over, ...(merged !== undefined && { contentSecurityPolicy: merged }) }
}
