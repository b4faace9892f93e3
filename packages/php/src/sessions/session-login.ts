import type { Session } from '@vanillin/core'

/** The id of a user, as his row has it. */
export type UserId = number | string

/** Who is logged in, in the session of a PHP app. */
export interface SessionLogin {
  /** The id of the user who is logged in, on whichever side he did it. */
  userId(session: Session): UserId | undefined
  /** Logs a user in, for both sides: the session gets a new id. */
  login(session: Session, userId: UserId): void
  /** Ends the session, for both sides. */
  logout(session: Session): void
}

export interface PhpLoginOptions {
  /** The name in `$_SESSION` under which the app keeps the id of its user. */
  readonly name: string
  /** Names that the app keeps beside it, as `['user_name', 'role']`: they are taken away with it when another user logs in. */
  readonly others?: readonly string[]
}

/**
 * The login of a plain PHP app, which keeps the id of its user in the session.
 *
 * @example
 * const login = phpLogin({ name: 'user_id' })
 * login.userId(this.session) // $_SESSION['user_id'] ?? null
 * login.login(this.session, user.id) // session_regenerate_id(true); $_SESSION['user_id'] = $id
 */
export function phpLogin({ name, others = [] }: PhpLoginOptions): SessionLogin {
  return {
    userId: (session) => toUserId(session.get(name as never)),
    login(session, userId) {
      session.regenerate()
      for (const other of others) session.forget(other)
      session.set(name as never, userId as never)
    },
    logout: (session) => session.invalidate(),
  }
}

/** What is no id is nobody. */
export function toUserId(value: unknown): UserId | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined
  return typeof value === 'string' && value !== '' ? value : undefined
}
