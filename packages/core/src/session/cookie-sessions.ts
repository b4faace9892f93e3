import type { Encrypter } from '../security/encrypter.ts'
import { readRecord, writeRecord } from './record-text.ts'
import type { FoundSession, SessionChange, SessionDriver } from './session-driver.ts'
import { isSessionId } from './session-id.ts'

const PURPOSE = { purpose: 'session' }
const ID_CHARACTERS = 43

/**
 * Sessions that live in the cookie, encrypted. The server keeps nothing, and so it cannot take anything back: a copy of the
 * cookie is good until its session times out, and of two answers that cross the later one wins as a whole.
 */
export class CookieSessions implements SessionDriver {
  readonly isSynchronous = true
  readonly description = 'the cookie itself, encrypted'
  readonly lock = undefined
  readonly #encrypter: Encrypter
  readonly #isExpired: (record: FoundSession['record']) => boolean

  constructor(encrypter: Encrypter, isExpired: (record: FoundSession['record']) => boolean) {
    this.#encrypter = encrypter
    this.#isExpired = isExpired
  }

  open(cookie: string): FoundSession | undefined {
    const text = this.#encrypter.decrypt(cookie, PURPOSE)
    if (text === undefined) return undefined
    const id = text.slice(0, ID_CHARACTERS)
    const record = readRecord(text.slice(ID_CHARACTERS))
    return record === undefined || !isSessionId(id) || this.#isExpired(record) ? undefined : { id, record }
  }

  create({ id, record }: FoundSession): string {
    return this.#encrypter.encrypt(id + writeRecord(record), PURPOSE)
  }

  update(session: FoundSession, change: SessionChange): string | undefined {
    const record = change(session.record)
    if (record === undefined || record === session.record) return undefined
    return this.create({ id: session.id, record })
  }

  collectGarbage(): void {}
}
