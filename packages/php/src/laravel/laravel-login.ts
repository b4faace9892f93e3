import { createHash } from 'node:crypto'
import { toUserId, type SessionLogin } from '../sessions/session-login.ts'

/** The class whose name Laravel hashes into its names. */
const GUARD_CLASS = 'Illuminate\\Auth\\SessionGuard'

/** `login_web_59ba36...`, as Laravel makes names of a guard. */
export function laravelGuardName(kind: 'login' | 'remember', guard: string): string {
  return `${kind}_${guard}_${createHash('sha1').update(GUARD_CLASS).digest('hex')}`
}

/**
 * The login of a Laravel app: that of a guard of config/auth.php.
 *
 * @example
 * const login = laravelLogin()
 * login.userId(this.session) // Auth::id()
 * login.login(this.session, user.id) // Auth::loginUsingId($id)
 */
export function laravelLogin(guard: string = 'web'): SessionLogin {
  const name = laravelGuardName('login', guard)
  return {
    userId: (session) => toUserId(session.get(name as never)),
    login(session, userId) {
      session.regenerate()
      // That of the user before would log this one out again, where Laravel compares it (AuthenticateSession).
      session.forget(`password_hash_${guard}`)
      session.set(name as never, userId as never)
    },
    logout: (session) => session.invalidate(),
  }
}
