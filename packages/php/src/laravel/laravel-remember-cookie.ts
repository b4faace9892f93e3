import { createHmac } from 'node:crypto'
import { minutes, type Duration } from '@vanillin/core'
import { isSame } from '../sessions/session-csrf.ts'
import type { LaravelKeys } from './laravel-app-key.ts'
import { LaravelEncrypter } from './laravel-encrypter.ts'
import { laravelGuardName } from './laravel-login.ts'

export interface LaravelRememberOptions extends LaravelKeys {
  /** Default: `web`. */
  readonly guard?: string
}

/** Whom a remember cookie names. It proves nothing by itself: the token has to be that of the user's row. */
export interface RememberedUser {
  readonly userId: string
  /** Whether it names the token in the column `remember_token` of the user's row. */
  isTokenOf(rememberToken: string | null): boolean
  /** Whether the cookie was made with this password of the user; one from before a change of password was not. */
  isOfPassword(passwordHash: string): boolean
}

/**
 * The cookie by which Laravel remembers a user for longer than his session.
 *
 * @example
 * const remember = new LaravelRememberCookie({ key: env.string('LARAVEL_APP_KEY') })
 * const found = remember.read(this.cookies.get(remember.name))
 * const user = found && (await User.find(found.userId))
 * if (user && found.isTokenOf(user.rememberToken)) login.login(this.session, user.id)
 */
export class LaravelRememberCookie {
  /** The name of the cookie. */
  readonly name: string
  /** How long Laravel has browsers keep it. */
  readonly lifetime: Duration = minutes(576_000)
  readonly #encrypter: LaravelEncrypter
  readonly #key: string

  /** @throws VanillinError `E_APP_KEY` */
  constructor({ guard = 'web', ...keys }: LaravelRememberOptions) {
    this.name = laravelGuardName('remember', guard)
    this.#encrypter = new LaravelEncrypter(keys)
    this.#key = keys.key
  }

  /** Undefined for no cookie, and for one that Laravel has not made. */
  read(cookie: string | undefined): RememberedUser | undefined {
    const text = cookie === undefined ? undefined : this.#encrypter.decryptCookie(this.name, cookie)
    const [userId = '', token = '', password = ''] = text?.split('|') ?? []
    if (userId.trim() === '' || token.trim() === '') return undefined
    return {
      userId,
      isTokenOf: (expected) => expected !== null && expected !== '' && isSame(expected, token),
      // Until version 12 Laravel put the hash itself into the cookie.
      isOfPassword: (hash) => isSame(this.#passwordMac(hash), password) || isSame(hash, password),
    }
  }

  /** The value of a cookie that Laravel takes, for a user with this `remember_token` and password hash. */
  create(user: {
    readonly id: number | string
    readonly token: string
    readonly passwordHash: string
  }): string {
    const text = `${user.id}|${user.token}|${this.#passwordMac(user.passwordHash)}`
    return this.#encrypter.encryptCookie(this.name, text)
  }

  #passwordMac(passwordHash: string): string {
    return createHmac('sha256', this.#key).update(passwordHash).digest('hex')
  }
}
