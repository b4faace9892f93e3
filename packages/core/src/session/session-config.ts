import { days, hours, minutes, seconds, type Duration } from '../config/duration.ts'
import type { CookieOptions } from '../http/set-cookie.ts'
import type { SessionDriver } from './session-driver.ts'
import type { SessionStore } from './session-store.ts'

/** What config/session.ts holds. */
export interface SessionConfig {
  /**
   * Where sessions are kept: `file` (default), `memory` (default in tests), `cookie`, `database`, `shared` (a shared dictionary), or any other {@link SessionStore}, such as
   * `new RedisSessionStore(redis)`, or a {@link SessionDriver} such as the sessions of a PHP app.
   */
  readonly driver?: 'file' | 'memory' | 'cookie' | 'database' | 'shared' | SessionStore | SessionDriver
  /** For the driver `file`. Default: sessions in `storage` of config/app.ts. */
  readonly folder?: string
  /** A session that nobody used for so long is over. It may be over a tenth of this time earlier. Default: `hours(2)`. */
  readonly idleTimeout?: Duration
  /** A session that began so long ago is over; `regenerate()` begins it anew. Default: `days(7)`. */
  readonly absoluteTimeout?: Duration
  readonly cookie?: SessionCookieConfig
  /** Requests of one session run one after another, as in PHP. Default: false. */
  readonly lock?: boolean
  /** How long a request waits for the others. Default: `seconds(10)`. */
  readonly lockTimeout?: Duration
  /** Fields that never become old input, besides those whose name holds `password`. */
  readonly neverFlash?: readonly string[]
}

export interface SessionCookieConfig extends Pick<CookieOptions, 'path' | 'domain' | 'secure' | 'sameSite'> {
  /** Gets the prefix `__Host-` where the cookie is secure, has no domain and the path `/`. Default: `session`. */
  readonly name?: string
  /** Whether it outlives the browser, until the absolute timeout. Default: false. */
  readonly persistent?: boolean
}

interface SessionDefaults {
  readonly idleTimeout: Duration
  readonly absoluteTimeout: Duration
  readonly lockTimeout: Duration
  readonly garbageInterval: Duration
  readonly cookieName: string
}

export const sessionDefaults: SessionDefaults = {
  idleTimeout: hours(2),
  absoluteTimeout: days(7),
  lockTimeout: seconds(10),
  garbageInterval: minutes(10),
  cookieName: 'session',
}
