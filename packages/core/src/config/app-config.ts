import type { CoreName, HttpLimits, TlsOptions } from '@vanillin/http'

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'

export interface HttpConfig {
  /** Which HTTP core serves; `auto` takes uws where it can run. Default: auto. */
  readonly core?: 'auto' | CoreName
  /** Default: 127.0.0.1, so that nothing is public by accident. */
  readonly host?: string
  /** Default: 3000. */
  readonly port?: number
  readonly limits?: Partial<HttpLimits>
  readonly tls?: TlsOptions
  /** Origins besides the app's own whose pages may send forms here, as `https://admin.example.com`. */
  readonly trustedOrigins?: readonly string[]
  /** How long a stop waits for running requests, in milliseconds. Default: 10,000. */
  readonly stopDeadlineMs?: number
}

export interface LogConfig {
  /** Default: debug in development, silent in tests, info in production. */
  readonly level?: LogLevel
  /** One line for each request. Default: true. */
  readonly requests?: boolean
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
  readonly http?: HttpConfig
  readonly log?: LogConfig
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
