import { isUtf8 } from 'node:buffer'
import { VanillinError } from '@vanillin/core'
import type {
  PhpSessionStore,
  SessionAccess,
  StoredChange,
  StoredSession,
} from '../sessions/php-session-store.ts'
import type { LaravelEncrypter } from './laravel-encrypter.ts'

/**
 * Laravel's sessions in a cookie, which is named by their id. The server keeps nothing: of two answers that cross the later one wins as a whole, and a copy is good until
 * its time is over.
 */
export class LaravelCookieSessions implements PhpSessionStore {
  readonly description = 'a cookie of Laravel, encrypted'
  readonly lock = undefined
  readonly #encrypter: LaravelEncrypter
  /** What requests have set, which their cookies do not say. */
  readonly #written = new WeakMap<SessionAccess['cookies'], StoredSession | 'none'>()

  constructor(encrypter: LaravelEncrypter) {
    this.#encrypter = encrypter
  }

  read(id: string, access: SessionAccess): Promise<StoredSession | undefined> {
    return Promise.resolve(this.#read(id, access))
  }

  update(id: string, access: SessionAccess, change: StoredChange): Promise<void> {
    const bytes = change(this.#read(id, access))
    if (bytes === undefined) access.cookies.delete(id)
    else access.cookies.set(id, this.#toCookie(id, bytes, access), { maxAge: access.lifetimeMs })
    this.#written.set(access.cookies, bytes === undefined ? 'none' : { bytes, usedAt: Date.now() })
    return Promise.resolve()
  }

  #read(id: string, access: SessionAccess): StoredSession | undefined {
    const written = this.#written.get(access.cookies)
    if (written !== undefined) return written === 'none' ? undefined : written
    const cookie = access.cookies.get(id)
    const text = cookie === undefined ? undefined : this.#encrypter.decryptCookie(id, cookie)
    return text === undefined ? undefined : storedIn(text, access)
  }

  #toCookie(id: string, bytes: Buffer, { lifetimeMs }: SessionAccess): string {
    if (!isUtf8(bytes))
      throw new VanillinError(
        'E_SESSION_VALUE',
        'A session in a cookie of Laravel holds bytes that are no UTF-8.',
      )
    const expires = Math.floor((Date.now() + lifetimeMs) / 1_000)
    return this.#encrypter.encryptCookie(id, JSON.stringify({ data: bytes.toString('utf8'), expires }))
  }
}

function storedIn(text: string, { lifetimeMs }: SessionAccess): StoredSession | undefined {
  let content: unknown
  try {
    content = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof content !== 'object' || content === null) return undefined
  const { data, expires } = content as Readonly<Record<string, unknown>>
  if (typeof data !== 'string' || typeof expires !== 'number' || Date.now() / 1_000 > expires)
    return undefined
  return { bytes: Buffer.from(data), usedAt: expires * 1_000 - lifetimeMs }
}
