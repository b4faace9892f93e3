import { isHostHeader, type CoreRequest, type RequestHeaders } from '@vanillin/http'
import type { Application } from '../application/application.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import type { ForwardedClient } from '../security/forwarded-client.ts'
import { accepts } from './accepts.ts'

/** What a request says before its body: method, path, headers, and who sent it to which host. */
export abstract class RequestHead {
  readonly app: Application
  /** Upper case; a form's `_method` has replaced POST where it may. */
  method: string
  protected readonly core: CoreRequest
  #forwarded: ForwardedClient | undefined

  constructor(app: Application, core: CoreRequest) {
    this.app = app
    this.method = core.method
    this.core = core
  }

  /** The method as it was sent, where `_method` has replaced it. */
  get sentMethod(): string {
    return this.core.method
  }

  /** The path as sent, percent-encoding kept. */
  get path(): string {
    return this.core.path
  }

  /** What follows the `?`, undecoded; '' when there is none. */
  get queryString(): string {
    return this.core.query
  }

  /**
   * Name and port that the client asked for: the Host header, or what a trusted proxy says where `http.proxyHeaders` lets it. In
   * production it is one of the app's own (`http.hosts`); else build links to send away with `app.url` of the config.
   * @throws VanillinError `E_HOST_MALFORMED`
   */
  get host(): string {
    const host = this.#client?.host ?? this.core.headers.get('host') ?? ''
    if (isHostHeader(host)) return host
    throw hostMalformed()
  }

  /** True when the client's connection is TLS: to this server, or to a trusted proxy that says so. */
  get secure(): boolean {
    return this.#client?.secure ?? this.core.secure
  }

  /**
   * The whole URL, from scheme, host, path and query.
   * @throws VanillinError `E_HOST_MALFORMED`
   */
  get url(): URL {
    const { path, query } = this.core
    const text = `${this.secure ? 'https' : 'http'}://${this.host}${path}${query === '' ? '' : `?${query}`}`
    // `1.2.3.4.5` and port 99999 look like a host and are none.
    if (!URL.canParse(text)) throw hostMalformed()
    return new URL(text)
  }

  /**
   * The client's address: the peer's, or behind `http.trustedProxies` the first one from the right of their list that is no
   * trusted proxy.
   */
  get ip(): string {
    return this.#client?.ips[0] ?? this.core.remoteAddress
  }

  /** The way of the request by trusted accounts: the client, then the proxies, the nearest last. Without proxies, the peer alone. */
  get ips(): readonly string[] {
    return this.#client?.ips ?? [this.core.remoteAddress]
  }

  /** The port of the client's connection; 0 behind a trusted proxy, and on a core that does not learn it. */
  get remotePort(): number {
    return this.ips.length > 1 ? 0 : this.core.remotePort
  }

  /** The address at which the request reached this server; on uws the one that the server listens on. */
  get localAddress(): string {
    return this.core.localAddress
  }

  get headers(): RequestHeaders {
    return this.core.headers
  }

  /** Whether `app.signedUrl()` made this URL, nobody changed it, and it has not expired. @throws VanillinError `E_APP_KEY` */
  get hasValidSignature(): boolean {
    return this.app.urlSigner.check(this.path, this.queryString) === 'valid'
  }

  /** Which of the offered types the client prefers; the first one when it does not care. */
  accepts<const Offer extends string>(...offers: readonly Offer[]): Offer {
    return accepts(this.core.headers.get('accept'), offers)
  }

  /** Undefined in an app without trusted proxies, which pays nothing for it. */
  get #client(): ForwardedClient | undefined {
    const { proxies } = this.app
    return proxies && (this.#forwarded ??= proxies.clientOf(this.core))
  }
}

function hostMalformed(): VanillinError {
  return new VanillinError('E_HOST_MALFORMED', 'The Host header holds no host name.')
}
