import { whenThere, type Awaitable } from '../async/awaitable.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { SessionChanges } from './session-changes.ts'
import type { FoundSession } from './session-driver.ts'
import { emptyRecord, isEmptyDictionary, type SessionRecord } from './session-record.ts'
import type { Unlock } from './session-store.ts'
import type { Sessions } from './sessions.ts'

/** A session that may begin: its id, and whether it must though it holds nothing. */
export interface NextSession {
  readonly id: () => string
  readonly isWanted: boolean
}

/** What one request has of the store: the session that its cookie leads to, read once, locked where that is asked for, and written. */
export class BroughtSession {
  readonly #sessions: Sessions
  readonly #request: HttpRequest
  #unlock: Unlock | undefined
  /** What the store has of it, as far as this request knows. */
  found: FoundSession | undefined
  isRead = false
  /** The store failed: the error page reads an empty session and changes are dropped. */
  isBroken = false

  constructor(sessions: Sessions, request: HttpRequest) {
    this.#sessions = sessions
    this.#request = request
  }

  get isLocked(): boolean {
    return this.#unlock !== undefined
  }

  /** @throws VanillinError `E_SESSION_UNREAD` where the store answers with a promise */
  read(): void {
    const cookie = this.#sessions.cookieOf(this.#request)
    if (cookie !== undefined) {
      if (this.#sessions.loadsAhead)
        throw new VanillinError('E_SESSION_UNREAD', 'The session was used before it was read from its store.')
      this.found = this.#sessions.driver.open(cookie, this.#request) as FoundSession | undefined
    }
    this.isRead = true
  }

  async load(): Promise<void> {
    const cookie = this.#sessions.cookieOf(this.#request)
    if (cookie !== undefined) {
      this.found = await this.#sessions.driver.open(cookie, this.#request)
      if (this.found !== undefined && this.#sessions.locks(this.#request)) {
        this.#unlock = await this.#sessions.lock(this.found.id, this.#request)
        // What the others have done while this one waited.
        this.found = await this.#sessions.driver.open(cookie, this.#request)
      }
    }
    this.isRead = true
  }

  /** From now on there is none, and nothing is written. */
  break(): void {
    this.isBroken = true
    this.isRead = true
    this.found = undefined
  }

  /** Writes changes to what is kept at this moment. Answers whether that was needed, and there was one to change. */
  update(found: FoundSession, changes: SessionChanges): Awaitable<boolean> {
    const { settings, driver } = this.#sessions
    const now = Date.now()
    if (changes.isEmpty && !settings.isStale(found.record, now)) return false
    let saved: SessionRecord | undefined
    const change = (record: SessionRecord | undefined): SessionRecord | undefined =>
      (saved = record === undefined ? undefined : settings.seen(changes.apply(record), now))
    return whenThere(driver.update(found, change, this.#request), (cookie) => {
      if (saved === undefined) {
        this.#request.log.debug('The session has ended while the request ran; what it changed is dropped.')
        return false
      }
      if (cookie !== undefined) this.#sessions.setCookie(this.#request, cookie)
      this.found = { id: found.id, record: saved }
      return true
    })
  }

  /** Ends the session under its old id; under a new one goes on what is left of it, or nothing where it begins anew. */
  replace(
    found: FoundSession,
    changes: SessionChanges,
    next: NextSession & { readonly beginsAnew: boolean },
  ): Awaitable<boolean> {
    let taken: SessionRecord | undefined
    const end = (record: SessionRecord | undefined): undefined => void (taken = record)
    return whenThere(this.#sessions.driver.update(found, end, this.#request), () => {
      const before = emptyRecord(Date.now())
      const kept = next.beginsAnew || taken === undefined ? before : { ...taken, createdAt: before.createdAt }
      return whenThere(this.create(changes.apply(kept), next), (isCreated) => {
        if (!isCreated) this.#sessions.deleteCookie(this.#request)
        return isCreated
      })
    })
  }

  /** Begins a session, unless it would hold nothing and nobody wants it. */
  create(content: SessionRecord, { id, isWanted }: NextSession): Awaitable<boolean> {
    if (!isWanted && isEmptyDictionary(content.data) && isEmptyDictionary(content.flash)) return false
    const session = { id: id(), record: this.#sessions.settings.seen(content, Date.now()) }
    return whenThere(this.#sessions.driver.create(session, this.#request), (cookie) => {
      this.#sessions.setCookie(this.#request, cookie)
      this.found = session
      return true
    })
  }

  async release(): Promise<void> {
    const unlock = this.#unlock
    this.#unlock = undefined
    await unlock?.()
  }
}
