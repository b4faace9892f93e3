import { VanillinError } from '../errors/vanillin-error.ts'
import type { HttpRequest } from '../http/http-request.ts'
import { forwards } from '../routing/route-action.ts'
import type { SessionDriver } from './session-driver.ts'
import type { SessionSettings } from './session-settings.ts'
import { Session } from './session.ts'
import type { Unlock } from './session-store.ts'

/** The sessions of an app. */
export class Sessions {
  readonly driver: SessionDriver
  readonly settings: SessionSettings

  constructor(driver: SessionDriver, settings: SessionSettings) {
    this.driver = driver
    this.settings = settings
  }

  /** Whether sessions are read before anybody asks: because the store, or a lock, has to be waited for. */
  get loadsAhead(): boolean {
    return !this.driver.isSynchronous || this.settings.lock
  }

  /**
   * Whether a request has its session for itself from beginning to end. Who writes nothing keeps nobody out; where a request is handed on,
   * the server behind locks the session that both share, and would wait for this side for ever.
   */
  locks({ keepsNothing, match }: HttpRequest): boolean {
    return this.settings.lock && !keepsNothing && (match === undefined || !forwards(match.route.action))
  }

  open(request: HttpRequest): Session {
    if (request.match?.route.hasSession === false)
      throw new VanillinError('E_SESSION_MISSING', `The route of ${request.path} has no session.`, {
        help: 'Take .withoutSession() from the route.',
      })
    return new Session(this, request)
  }

  /** Reads the session of a request that brings one along, where it has to be waited for. */
  readonly prepare = (request: HttpRequest): Promise<void> | undefined => {
    if (request.match?.route.hasSession === false || this.cookieOf(request) === undefined) return undefined
    return request.session.load()
  }

  cookieOf(request: HttpRequest): string | undefined {
    if (!request.headers.has('cookie')) return undefined
    return request.cookies.peek(this.settings.cookieName(request))
  }

  setCookie(request: HttpRequest, value: string): void {
    request.cookies.set(this.settings.cookieName(request), value, this.settings.cookieOptions(request))
  }

  deleteCookie(request: HttpRequest): void {
    request.cookies.delete(this.settings.cookieName(request), this.settings.cookieOptions(request))
  }

  /** @throws VanillinError `E_SESSION_LOCK_TIMEOUT` */
  async lock(id: string, request: HttpRequest): Promise<Unlock | undefined> {
    const timeoutMs = this.settings.lockTimeoutMs
    const unlock = await this.driver.lock?.(id, timeoutMs, request)
    if (unlock !== undefined) return unlock
    throw new VanillinError(
      'E_SESSION_LOCK_TIMEOUT',
      `Another request of this session was not done after ${timeoutMs} ms.`,
    )
  }
}
