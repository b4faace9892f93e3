import { minutes, type Duration } from '@vanillin/core'
import { phpBinaryFormat } from '../codec/formats/php-binary-format.ts'
import { phpFormat } from '../codec/formats/php-format.ts'
import { phpSerializeFormat } from '../codec/formats/php-serialize-format.ts'
import type { SessionFormat } from '../codec/formats/session-format.ts'
import { PhpSessions } from './php-sessions.ts'
import type { PhpSessionStore } from './php-session-store.ts'
import { plainConvention } from './plain-convention.ts'
import { plainCookie } from './session-cookie.ts'
import { SessionCsrf, type SessionCsrfOptions } from './session-csrf.ts'
import { phpSessionIds, type PhpSessionIdOptions } from './session-id-rules.ts'
import { SessionView } from './session-view.ts'
import { SessionShape } from './shape/session-shape.ts'
import type { RecordShape } from './shape/value-shape.ts'

export interface PhpSessionOptions {
  /** Where the app keeps its sessions: `new PhpFileSessions(...)` or `new PhpRedisSessions(...)`. */
  readonly store: PhpSessionStore
  /** `session.serialize_handler`. Default: `php`. */
  readonly format?: 'php' | 'php_binary' | 'php_serialize'
  /** `session.name`. Default: `PHPSESSID`. */
  readonly cookie?: string
  /** `session.gc_maxlifetime`. Default: `minutes(24)`. */
  readonly lifetime?: Duration
  /** `session.cookie_lifetime`. Default: until the browser is closed. */
  readonly cookieLifetime?: Duration
  /** What new ids look like: `session.sid_length` and `session.sid_bits_per_character`. */
  readonly id?: PhpSessionIdOptions
  /** Where the app keeps its token against forged requests, if it has one. */
  readonly csrf?: SessionCsrfOptions
  /** What stands under which name; the names that are left out hold anything that JSON can say. */
  readonly shape?: RecordShape
}

const formats: Readonly<Record<NonNullable<PhpSessionOptions['format']>, SessionFormat>> = {
  php: phpFormat,
  php_binary: phpBinaryFormat,
  php_serialize: phpSerializeFormat,
}

/**
 * The sessions of a plain PHP app as `this.session`: who is logged in there is logged in here. Names and settings are those of php.ini, see
 * https://www.php.net/manual/en/session.configuration.php.
 *
 * @example
 * // config/session.ts
 * const shape = { user_id: 'int', cart: mapOf('int') } as const
 * const session: SessionConfig = {
 *   driver: phpSession({ store: new PhpFileSessions({ folder: '/var/lib/php/sessions' }), shape }),
 * }
 * // in a controller
 * const userId = this.session.get('user_id') // $_SESSION['user_id']
 */
export function phpSession(options: PhpSessionOptions): PhpSessions {
  const { store, format = 'php', cookie = 'PHPSESSID', lifetime = minutes(24), cookieLifetime } = options
  return new PhpSessions({
    store,
    format: formats[format],
    view: new SessionView(plainConvention, new SessionShape(options.shape)),
    cookie: plainCookie(cookie),
    ids: phpSessionIds(options.id),
    terms: {
      idleTimeout: lifetime,
      ...(cookieLifetime === undefined ? {} : { cookieMaxAge: cookieLifetime }),
      ...(options.csrf === undefined ? {} : { csrf: new SessionCsrf(options.csrf) }),
    },
  })
}
