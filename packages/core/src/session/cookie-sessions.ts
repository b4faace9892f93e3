import { LRUCache } from 'lru-cache'
import type { Encrypter } from '../encryption/encrypter.ts'
import { readRecord, writeRecord } from './record-text.ts'
import type { FoundSession, SessionChange, SessionDriver } from './session-driver.ts'
import { isSessionId } from './session-id.ts'

const PURPOSE = { purpose: 'session' }
const ID_CHARACTERS = 43
/** What browsers keep. */
const MAX_COOKIE_BYTES = 4_096
/** Of so many visitors the cookie is not decrypted anew with every request. */
const KNOWN_COOKIES = 1_000

/**
 * Sessions that live in the cookie, encrypted. The server keeps nothing, and so it cannot take anything back: a copy of the
 * cookie is good until its session times out, and of two answers that cross the later one wins as a whole.
 */
export class CookieSessions implements SessionDriver {
  readonly isSynchronous = true
  readonly description = 'the cookie itself, encrypted'
  /** What browsers keep, less the id, the encryption and what else is in the session. */
  readonly maxOldInputBytes: number = 2 * 1024
  readonly lock = undefined
  readonly #encrypter: Encrypter
  readonly #known = new LRUCache<string, FoundSession>({ max: KNOWN_COOKIES })
  readonly #isExpired: (record: FoundSession['record']) => boolean

  constructor(encrypter: Encrypter, isExpired: (record: FoundSession['record']) => boolean) {
    this.#encrypter = encrypter
    this.#isExpired = isExpired
  }

  open(cookie: string): FoundSession | undefined {
    const session = this.#known.get(cookie) ?? this.#decrypt(cookie)
    return session === undefined || this.#isExpired(session.record) ? undefined : session
  }

  create(session: FoundSession): string {
    const cookie = this.#encrypter.encrypt(session.id + writeRecord(session.record), PURPOSE)
    // A longer one is refused, and must not fill the memory.
    if (cookie.length <= MAX_COOKIE_BYTES) this.#known.set(cookie, session)
    return cookie
  }

  update(session: FoundSession, change: SessionChange): string | undefined {
    const record = change(session.record)
    if (record === undefined || record === session.record) return undefined
    return this.create({ id: session.id, record })
  }

  collectGarbage(): void {}

  #decrypt(cookie: string): FoundSession | undefined {
    const text = this.#encrypter.decrypt(cookie, PURPOSE)
    if (text === undefined) return undefined
    const id = text.slice(0, ID_CHARACTERS)
    const record = readRecord(text.slice(ID_CHARACTERS))
    if (record === undefined || !isSessionId(id)) return undefined
    const session = { id, record }
    this.#known.set(cookie, session)
    return session
  }
}
