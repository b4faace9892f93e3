import { join, resolve } from 'node:path'
import type { Application } from '../application/application.ts'
import type { Provider } from '../application/provider.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import { Encrypter } from '../encryption/encrypter.ts'
import { CookieSessions } from './cookie-sessions.ts'
import { DatabaseSessions } from './database-sessions.ts'
import { sessionDefaults, type SessionConfig } from './session-config.ts'
import type { SessionDriver } from './session-driver.ts'
import { SessionSettings } from './session-settings.ts'
import type { SessionStore } from './session-store.ts'
import { Sessions } from './sessions.ts'
import { SharedSessions } from './shared-sessions.ts'
import { StoredSessions } from './stored-sessions.ts'
import { FileSessionStore } from './stores/file-session-store.ts'
import { MemorySessionStore } from './stores/memory-session-store.ts'

/** Gives every request its session, by `config/session.ts`. */
export class SessionsProvider implements Provider {
  readonly name: string = 'sessions'
  readonly #given: SessionConfig | undefined
  #timer: NodeJS.Timeout | undefined

  constructor(config?: SessionConfig) {
    this.#given = config
  }

  /** @throws VanillinError `E_CONFIG_INVALID`, `E_APP_KEY`, `E_SERVICE_NOT_PROVIDED` for the driver `database` without `database()`, `shared` without `cache()` */
  boot(app: Application): void {
    const config = this.#given ?? (app.config as { session?: SessionConfig }).session ?? {}
    const terms = isSessionDriver(config.driver) ? config.driver.terms : undefined
    const settings = new SessionSettings(config, terms)
    const driver = createDriver(app, config, settings)
    if (settings.lock && driver.lock === undefined)
      throw new VanillinError(
        'E_CONFIG_INVALID',
        `session.lock needs a driver that can lock, which ${driver.description} cannot.`,
      )
    app.sessions = new Sessions(driver, settings)
  }

  ready(app: Application): void {
    const driver = app.sessions?.driver
    this.#timer = setInterval(() => {
      Promise.resolve(driver?.collectGarbage()).catch((error: unknown) =>
        app.log.warn({ err: error }, 'Sessions that are over could not be removed.'),
      )
    }, sessionDefaults.garbageInterval).unref()
  }

  shutdown(): void {
    clearInterval(this.#timer)
  }
}

function isSessionDriver(driver: SessionConfig['driver']): driver is SessionDriver {
  return typeof driver === 'object' && 'open' in driver
}

function createDriver(
  app: Application,
  config: SessionConfig,
  { isExpired }: SessionSettings,
): SessionDriver {
  const { driver = app.environment === 'test' ? 'memory' : 'file' } = config
  if (isSessionDriver(driver)) return driver
  const folder = config.folder ?? join(app.storage.folder, 'sessions')
  if (driver === 'cookie') return new CookieSessions(app.use(Encrypter), isExpired)
  return new StoredSessions(storeOf(app, driver, folder), isExpired)
}

function storeOf(
  app: Application,
  driver: Exclude<NonNullable<SessionConfig['driver']>, 'cookie' | SessionDriver>,
  folder: string,
): SessionStore {
  if (typeof driver === 'object') return driver
  switch (driver) {
    case 'memory':
      return new MemorySessionStore()
    case 'file':
      return new FileSessionStore(resolve(app.root, folder))
    case 'database':
      return app.use(DatabaseSessions)
    case 'shared':
      return app.use(SharedSessions)
    default:
      throw new VanillinError(
        'E_CONFIG_INVALID',
        `session.driver in config/session.ts is none: ${String(driver)}.`,
      )
  }
}

/**
 * Sessions and protection against forged requests as a part of the app. Its settings come from `config/session.ts` (`session` in the config of
 * `createApp`).
 *
 * @example
 * export default createApp({ app, session }, [sessions(), routes])
 */
export function sessions(config?: SessionConfig): SessionsProvider {
  return new SessionsProvider(config)
}
