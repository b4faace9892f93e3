import type { FoundSession, HttpRequest } from '@vanillin/core'
import type { SessionValues } from '../codec/session-values.ts'
import { SessionCsrf } from '../sessions/session-csrf.ts'
import type { LaravelEncrypter } from './laravel-encrypter.ts'
import { randomText } from './random-text.ts'

const NAME = '_token'
const TOKEN_CHARACTERS = 40
const COOKIE = 'XSRF-TOKEN'

/** Laravel's tokens: `_token` in forms, `X-CSRF-TOKEN`, and `X-XSRF-TOKEN`, which axios takes from an encrypted cookie. */
export class LaravelCsrf extends SessionCsrf {
  readonly #encrypter: LaravelEncrypter

  constructor(encrypter: LaravelEncrypter) {
    super({ name: NAME, create: () => randomText(TOKEN_CHARACTERS) })
    this.#encrypter = encrypter
  }

  override isAccepted(token: string, session: FoundSession): boolean {
    if (super.isAccepted(token, session)) return true
    const decrypted = this.#encrypter.decryptCookie(COOKIE, token)
    return decrypted !== undefined && super.isAccepted(decrypted, session)
  }

  /** Sets the cookie anew, as Laravel does with each answer: after a login here its scripts would else send the token of before. */
  sendCookie(values: SessionValues, request: HttpRequest): void {
    const token = values.get(NAME)
    const options = request.app.sessions?.settings.cookieOptions(request)
    if (typeof token !== 'string' || options === undefined) return
    request.cookies.set(COOKIE, this.#encrypter.encryptCookie(COOKIE, token), { ...options, httpOnly: false })
  }
}
