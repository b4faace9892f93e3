import { VanillinError } from '../errors/vanillin-error.ts'

export type CspDirective =
  | 'default-src'
  | 'script-src'
  | 'script-src-elem'
  | 'script-src-attr'
  | 'style-src'
  | 'style-src-elem'
  | 'style-src-attr'
  | 'img-src'
  | 'font-src'
  | 'connect-src'
  | 'media-src'
  | 'object-src'
  | 'child-src'
  | 'frame-src'
  | 'worker-src'
  | 'manifest-src'
  | 'base-uri'
  | 'form-action'
  | 'frame-ancestors'
  | 'sandbox'
  | 'upgrade-insecure-requests'
  | 'require-trusted-types-for'
  | 'trusted-types'
  | 'report-uri'
  | 'report-to'

/** Sources by directive, in the words of CSP: `"'self'"` with its quotes, `data:`, `https://cdn.example.com`. False leaves one out. */
export type CspDirectives = Readonly<Partial<Record<CspDirective, readonly string[] | false>>>

/** What pages need that bring their own scripts, styles and pictures; no inline code without the nonce, no plug-in, no `<base>`. */
const DEFAULTS: CspDirectives = {
  'default-src': ["'self'"],
  'script-src': ["'self'"],
  'style-src': ["'self'"],
  'img-src': ["'self'", 'data:'],
  'object-src': ["'none'"],
  'base-uri': ["'none'"],
  'form-action': ["'self'"],
  'frame-ancestors': ["'self'"],
}

const TAKE_NONCE: ReadonlySet<string> = new Set([
  'script-src',
  'script-src-elem',
  'style-src',
  'style-src-elem',
])

const SOURCE = /^[!-+\--:<-~]+$/
const KEYWORD =
  /^(self|none|unsafe-inline|unsafe-eval|unsafe-hashes|wasm-unsafe-eval|strict-dynamic|report-sample|(nonce|sha256|sha384|sha512)-.*)$/

/** A Content-Security-Policy (CSP level 3), put together once but for the nonce. */
export class ContentSecurityPolicy {
  /** The sources of `frame-ancestors`, from which X-Frame-Options follows. */
  readonly frameAncestors: string
  readonly #plain: string
  readonly #aroundNonces: readonly string[]

  /** @throws VanillinError `E_CONFIG_INVALID` */
  constructor(directives: CspDirectives) {
    const known = Object.entries({ ...DEFAULTS, ...directives }).filter(
      (entry): entry is [string, readonly string[]] => Array.isArray(entry[1]),
    )
    for (const [name, sources] of known) for (const source of sources) assertSource(name, source)
    this.#plain = known.map(([name, sources]) => [name, ...sources].join(' ')).join('; ')
    const withNonce = known.map(([name, sources]) =>
      [name, ...sources, ...(takesNonce(name, sources) ? ["'nonce-\0'"] : [])].join(' '),
    )
    this.#aroundNonces = withNonce.join('; ').split('\0')
    this.frameAncestors = known.find(([name]) => name === 'frame-ancestors')?.[1].join(' ') ?? ''
  }

  /** The value of the header; with a nonce, what carries it may run and style. */
  text(nonce: string | undefined): string {
    return nonce === undefined ? this.#plain : this.#aroundNonces.join(nonce)
  }
}

/** A nonce would switch 'unsafe-inline' off, and 'none' is meant. */
function takesNonce(name: string, sources: readonly string[]): boolean {
  return TAKE_NONCE.has(name) && !sources.includes("'unsafe-inline'") && !sources.includes("'none'")
}

function assertSource(directive: string, source: string): void {
  if (KEYWORD.test(source)) throw invalid(directive, source, `CSP's keywords have quotes: "'${source}'"`)
  if (!SOURCE.test(source)) throw invalid(directive, source, 'a source has no space, comma or semicolon')
}

function invalid(directive: string, source: string, why: string): VanillinError {
  return new VanillinError(
    'E_CONFIG_INVALID',
    `${directive} of the content security policy holds ${JSON.stringify(source)}: ${why}.`,
  )
}
