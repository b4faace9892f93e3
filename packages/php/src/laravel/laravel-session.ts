import type { LockStore } from '@vanillin/cache'
import { hours, type Duration } from '@vanillin/core'
import type { Database } from '@vanillin/database'
import { PhpSessions } from '../sessions/php-sessions.ts'
import type { PhpSessionStore } from '../sessions/php-session-store.ts'
import type { SessionCookie } from '../sessions/session-cookie.ts'
import type { SessionIdRules } from '../sessions/session-id-rules.ts'
import { SessionView } from '../sessions/session-view.ts'
import { SessionShape } from '../sessions/shape/session-shape.ts'
import type { RecordShape } from '../sessions/shape/value-shape.ts'
import { BlockedSessions } from './blocked-sessions.ts'
import type { LaravelKeys } from './laravel-app-key.ts'
import { LaravelConvention } from './laravel-convention.ts'
import { LaravelCookieSessions } from './laravel-cookie-sessions.ts'
import { LaravelCsrf } from './laravel-csrf.ts'
import { LaravelDatabaseSessions } from './laravel-database-sessions.ts'
import { LaravelEncrypter } from './laravel-encrypter.ts'
import { laravelFiles } from './laravel-files.ts'
import { encrypted, laravelFormat, serializedTwice } from './laravel-format.ts'
import { laravelRedis, type LaravelRedisStore } from './laravel-redis.ts'
import { randomText } from './random-text.ts'

/** Where Laravel keeps sessions: SESSION_DRIVER. */
export type LaravelStore =
  | { readonly in: 'files'; readonly folder: string }
  | LaravelRedisStore
  | {
      readonly in: 'database'
      readonly database: Database
      /** SESSION_TABLE. Default: `sessions`. */
      readonly table?: string
    }
  | { readonly in: 'cookie' }

export interface LaravelSessionOptions extends LaravelKeys {
  readonly store: LaravelStore
  /**
   * Where routes of Laravel have `->block()`: the locks of its cache store, which each change here takes and waits for. `laravelLocks({...})`, or for Redis
   * `new RedisLockStore(client, { prefix })`. No use with sessions in a cookie, which a route of Laravel reads before it waits.
   */
  readonly block?: LockStore
  /** SESSION_COOKIE. Default: `laravel_session`; it holds the name of the app, and since version 12 `-session`. */
  readonly cookie?: string
  /** SESSION_LIFETIME. Default: `hours(2)`. */
  readonly lifetime?: Duration
  /** SESSION_EXPIRE_ON_CLOSE. Default: false. */
  readonly expireOnClose?: boolean
  /** `serialization` in config/session.php. Default: `php`. */
  readonly serialization?: 'php' | 'json'
  /** SESSION_ENCRYPT. Default: false. */
  readonly encrypt?: boolean
  /** What stands under which name; the names that are left out hold anything that JSON can say. */
  readonly shape?: RecordShape
}

const ID_CHARACTERS = 40

const ids: SessionIdRules = {
  create: () => randomText(ID_CHARACTERS),
  isValid: (id) => /^[A-Za-z0-9]{40}$/.test(id),
}

/**
 * The sessions of a Laravel app as `this.session`, with its flash data, old input, errors and CSRF tokens. Settings are those of its config/session.php and .env.
 *
 * @example
 * const session: SessionConfig = {
 *   driver: laravelSession({
 *     key: env.string('LARAVEL_APP_KEY'),
 *     store: { in: 'redis', client: redis, prefix: 'laravel_database_laravel_cache_' },
 *   }),
 * }
 * @throws VanillinError `E_APP_KEY`
 */
export function laravelSession(options: LaravelSessionOptions): PhpSessions {
  const { store, block, cookie = 'laravel_session', lifetime = hours(2), serialization = 'php' } = options
  const encrypter = new LaravelEncrypter(options)
  const csrf = new LaravelCsrf(encrypter)
  const plain = laravelFormat(serialization)
  const format = options.encrypt === true ? encrypted(plain, encrypter) : plain
  const sessions = storeOf(store, encrypter)
  return new PhpSessions({
    store: block === undefined ? sessions : new BlockedSessions(sessions, block),
    format: store.in === 'redis' ? serializedTwice(format) : format,
    view: new SessionView(new LaravelConvention(serialization), new SessionShape(options.shape)),
    cookie: encryptedCookie(cookie, encrypter),
    ids,
    terms: {
      idleTimeout: lifetime,
      ...(options.expireOnClose === true ? {} : { cookieMaxAge: lifetime }),
      csrf,
    },
    onWrite: (values, request) => csrf.sendCookie(values, request),
  })
}

function encryptedCookie(name: string, encrypter: LaravelEncrypter): SessionCookie {
  return {
    name,
    read: (value) => encrypter.decryptCookie(name, value),
    write: (id) => encrypter.encryptCookie(name, id),
  }
}

function storeOf(store: LaravelStore, encrypter: LaravelEncrypter): PhpSessionStore {
  if (store.in === 'files') return laravelFiles(store.folder)
  if (store.in === 'database') return new LaravelDatabaseSessions(store.database, store.table)
  if (store.in === 'cookie') return new LaravelCookieSessions(encrypter)
  return laravelRedis(store)
}
