import { hours, type Duration } from '@vanillin/core'
import type { Database } from '@vanillin/database'
import { phpFormat } from '../codec/formats/php-format.ts'
import { phpSerializeFormat } from '../codec/formats/php-serialize-format.ts'
import { PhpFileSessions } from '../sessions/files/php-file-sessions.ts'
import { PhpSessions } from '../sessions/php-sessions.ts'
import type { PhpSessionStore } from '../sessions/php-session-store.ts'
import type { PhpRedisClient } from '../sessions/redis/php-redis-client.ts'
import { plainCookie } from '../sessions/session-cookie.ts'
import { phpSessionIds, type PhpSessionIdOptions } from '../sessions/session-id-rules.ts'
import { SessionView } from '../sessions/session-view.ts'
import { SessionShape } from '../sessions/shape/session-shape.ts'
import type { RecordShape } from '../sessions/shape/value-shape.ts'
import { codeIgniterConvention } from './codeigniter-convention.ts'
import { codeIgniter4Convention } from './codeigniter4-convention.ts'
import { CodeIgniterCsrf, type CodeIgniterCsrfOptions } from './codeigniter-csrf.ts'
import { CodeIgniterDatabaseSessions } from './codeigniter-database-sessions.ts'
import { codeIgniterRedis } from './codeigniter-redis.ts'
import type { CodeIgniterSettings } from './codeigniter-settings.ts'

/** Where CodeIgniter keeps sessions: `sess_driver` and `sess_save_path`. */
export type CodeIgniterStore =
  | { readonly in: 'files'; readonly folder: string }
  | {
      readonly in: 'redis'
      readonly client: PhpRedisClient
      /** `prefix` in `sess_save_path`. Default: `ci_session:`, and in version 4 the name of the cookie with a `:` after it. */
      readonly prefix?: string
    }
  | {
      readonly in: 'database'
      readonly database: Database
      /** Default: `ci_sessions`. */
      readonly table?: string
      /** What comes before the id in the column `id`. Default: nothing, and in version 4 the name of the cookie with a `:` after it. */
      readonly idPrefix?: string
    }

export interface CodeIgniterSessionOptions {
  readonly version: 3 | 4
  readonly store: CodeIgniterStore
  /** `sess_cookie_name`. Default: `ci_session`. */
  readonly cookie?: string
  /** `sess_expiration`. Default: `hours(2)`. */
  readonly lifetime?: Duration
  /** `sess_match_ip`. Default: false. */
  readonly matchIp?: boolean
  /** `session.serialize_handler`. Default: `php`. */
  readonly format?: 'php' | 'php_serialize'
  /** What ids look like. Default: 40 hexadecimal digits in version 3 with the defaults of PHP, 32 in version 4. */
  readonly id?: PhpSessionIdOptions
  /** Where CodeIgniter's protection against forged requests is switched on. */
  readonly csrf?: CodeIgniterCsrfOptions
  /** What stands under which name; the names that are left out hold anything that JSON can say. */
  readonly shape?: RecordShape
}

/**
 * The sessions of a CodeIgniter app as `this.session`, with its flashdata as `this.session.flash()`. Names of settings are those of
 * `application/config/config.php` (3) and `app/Config/Session.php` (4).
 *
 * @example
 * const session: SessionConfig = {
 *   driver: codeIgniterSession({ version: 3, store: { in: 'redis', client: redis } }),
 * }
 */
export function codeIgniterSession(options: CodeIgniterSessionOptions): PhpSessions {
  const { version, cookie = 'ci_session', lifetime = hours(2), matchIp = false, format = 'php' } = options
  return new PhpSessions({
    store: storeOf(options.store, { version, cookie, matchIp }),
    format: format === 'php' ? phpFormat : phpSerializeFormat,
    view: new SessionView(
      version === 3 ? codeIgniterConvention : codeIgniter4Convention,
      new SessionShape(options.shape),
    ),
    cookie: plainCookie(cookie),
    ids: phpSessionIds(options.id ?? { length: version === 3 ? 40 : 32 }),
    terms: {
      idleTimeout: lifetime,
      cookieMaxAge: lifetime,
      ...(options.csrf === undefined ? {} : { csrf: new CodeIgniterCsrf(version, options.csrf) }),
    },
  })
}

function storeOf(store: CodeIgniterStore, settings: CodeIgniterSettings): PhpSessionStore {
  const { cookie, matchIp } = settings
  if (store.in === 'files') return new PhpFileSessions({ folder: store.folder, prefix: cookie, matchIp })
  if (store.in === 'redis') return codeIgniterRedis(store.client, settings, store.prefix)
  return new CodeIgniterDatabaseSessions(store.database, settings, store)
}
