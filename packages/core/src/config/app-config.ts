import type { CoreName, TlsOptions } from '@vanillin/http'
import type { SecurityHeadersConfig } from '../security/security-headers-config.ts'
import type { ProxyHeader } from '../security/trusted-proxies.ts'
import type { UploadLimits } from '../uploads/upload-limits.ts'
import type { RequestLimits } from './request-limits.ts'

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'

export interface HttpConfig {
  /** Which HTTP core serves; `auto` takes uws where it can run. Default: auto. */
  readonly core?: 'auto' | CoreName
  /** Default: 127.0.0.1, so that nothing is public by accident. */
  readonly host?: string
  /** Default: 3000. */
  readonly port?: number
  /**
   * Shares the port with other processes that say the same: each gets a part of the connections. It takes a port, not 0. With the uws core, and with the node core from Node 22.12 on. Default: false, and
   * a port that somebody has is an error.
   */
  readonly reusePort?: boolean
  readonly limits?: Partial<RequestLimits>
  readonly tls?: TlsOptions
  /** Origins besides the app's own whose pages may send forms here, as `https://admin.example.com`. */
  readonly trustedOrigins?: readonly string[]
  /**
   * Proxies in front whose word about their clients counts: addresses, CIDR ranges, `loopback`, or `private` (10/8, 172.16/12,
   * 192.168/16, fc00::/7). Default: none, and no such header is looked at.
   */
  readonly trustedProxies?: readonly string[]
  /**
   * What these proxies write themselves, on every request; name no other, since a client may have written it. Either `forwarded`
   * (RFC 7239) or X-Forwarded headers. Default: x-forwarded-for and x-forwarded-proto.
   */
  readonly proxyHeaders?: readonly ProxyHeader[]
  /**
   * Names besides that of `url` under which production answers, without port; `*.example.com` is every name below example.com.
   * Default: the name of `url` alone, and any when `url` is missing or on this machine. `unsafe-any` switches the check off.
   */
  readonly hosts?: readonly string[] | 'unsafe-any'
  /** How long a stop waits for running requests, in milliseconds. Default: 10,000. */
  readonly stopDeadlineMs?: number
}

export interface LogConfig {
  /** Default: debug in development, silent in tests, info in production. */
  readonly level?: LogLevel
  /** One line for each request. Default: true. */
  readonly requests?: boolean
}

export interface UploadsConfig extends Partial<UploadLimits> {
  /**
   * Where files lie until the response is out, relative to the app's root; on the file system on which they are to stay, so that keeping one
   * is a rename. Default: a folder of the app's own in the temporary folder of the system.
   */
  readonly folder?: string
}

/** What config/app.ts holds. */
export interface AppConfig {
  readonly name: string
  /** Where the app is reached from outside; absolute URLs are made with it. */
  readonly url?: string
  /** Signs and encrypts; at least 32 characters. */
  readonly key?: string
  /** Keys that were in force before: what they signed or encrypted is still accepted. */
  readonly previousKeys?: readonly string[]
  /** The folder of stored uploads, which `sendFile()` and `sendDownload()` read from, absolute or from the app's folder. Default: storage. */
  readonly storage?: string
  readonly http?: HttpConfig
  readonly log?: LogConfig
  readonly securityHeaders?: SecurityHeadersConfig
  /** Forms with files. */
  readonly uploads?: UploadsConfig
}

/** Every config file of the app, by name; each part reads its own. */
export interface ConfigFiles {
  readonly app: AppConfig
  readonly [file: string]: unknown
}

/**
 * Types what config/app.ts exports and leaves it as it is.
 *
 * @example
 * export default defineConfig({ name: env.string('APP_NAME', 'Guestbook') })
 */
export function defineConfig<const Config extends AppConfig>(config: Config): Config {
  return config
}
