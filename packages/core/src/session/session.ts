// oxlint-disable typescript/no-unnecessary-type-parameters -- the app says what it has put into its session
import { whenThere, type Awaitable } from '../async/awaitable.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import type { FieldErrors } from '../errors/validation-error.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { BroughtSession } from './brought-session.ts'
import { createCsrfToken } from './csrf-token.ts'
import { Flash } from './flash.ts'
import { flashableInput } from './flashable-input.ts'
import { SessionChanges } from './session-changes.ts'
import { oldInput } from './old-input.ts'
import type { FoundSession } from './session-driver.ts'
import { createSessionId } from './session-id.ts'
import { emptyRecord, type JsonValue, type SessionRecord } from './session-record.ts'
import { frozen, toSessionValue } from './session-value.ts'
import type { Sessions } from './sessions.ts'
import type { SessionName } from '../types/registry.ts'

/** Names that the app has declared in `Vanillin.SessionData`. */
type Declared = Extract<keyof Vanillin.SessionData, string>
/** Any name goes until the first one is declared; the caller says what it holds. */
type Undeclared = [Declared] extends [never] ? string : never

const OLD_INPUT = '_old'
const ERRORS = '_errors'

/**
 * What the app keeps of one visitor between requests. A request that does not touch it reads nothing, writes nothing and sets no
 * cookie. What a request changes is saved name by name before its response goes out: of requests that run at
 * the same time none undoes what the others did; of two that set one name the later one wins, and `increment` adds up.
 *
 * @example
 * this.session.set('cart', [7, 9])
 * this.session.flash('success', 'Saved.')
 * const cart = this.session.get<number[]>('cart') ?? []
 */
export class Session {
  readonly #sessions: Sessions
  readonly #request: HttpRequest
  readonly #brought: BroughtSession
  #loading: Promise<void> | undefined
  /** Whether this request has asked for anything: only then there is something to save. */
  #isTouched = false
  /** Whether the visitor must have a session, though it may hold nothing. */
  #isWanted = false
  #renewal: 'regenerate' | 'invalidate' | undefined
  #changes = new SessionChanges()
  #newId: string | undefined
  #token: string | undefined
  #flash = new Flash()
  #isSaved = false

  /** @internal */
  constructor(sessions: Sessions, request: HttpRequest) {
    this.#sessions = sessions
    this.#request = request
    this.#brought = new BroughtSession(sessions, request)
  }

  /** What the cookie holds, or will hold. Keep it from logs: who has it is the visitor. */
  get id(): string {
    this.#want()
    return this.#currentId()
  }

  /** Whether the visitor has brought a session that is still known. */
  get exists(): boolean {
    return this.#stored() !== undefined
  }

  /** The value, frozen: to change it, `set` another. */
  get<Name extends Declared>(name: Name): Vanillin.SessionData[Name] | undefined
  get<Value = unknown>(name: Undeclared): Value | undefined
  get(name: string): unknown {
    return this.#read(name)
  }

  has(name: SessionName): boolean {
    return this.#changes.read(name, this.#stored()) !== undefined
  }

  /** Every value by name, but for what was flashed. */
  all(): Readonly<Record<string, unknown>> {
    const stored = this.#stored()
    return this.#changes.apply(stored ?? emptyRecord(0)).data
  }

  /**
   * Keeps a value, as JSON: what `get` answers in the next request is what it answers now.
   * @throws VanillinError `E_SESSION_VALUE`, `E_RESPONSE_FINISHED`
   */
  set<Name extends Declared>(name: Name, value: Vanillin.SessionData[Name]): void
  set(name: Undeclared, value: unknown): void
  set(name: string, value: unknown): void {
    this.#assertOpen(name)
    if (value === undefined) this.#changes.forget(name)
    else this.#changes.set(name, toSessionValue(name, value))
  }

  /** The value, which is then forgotten. */
  pull<Name extends Declared>(name: Name): Vanillin.SessionData[Name] | undefined
  pull<Value = unknown>(name: Undeclared): Value | undefined
  pull(name: string): unknown {
    const value = this.#read(name)
    if (value !== undefined) {
      this.#assertOpen(name)
      this.#changes.forget(name)
    }
    return value
  }

  forget(name: SessionName): void {
    this.#assertOpen(name)
    this.#changes.forget(name)
  }

  /** Forgets everything; the visitor keeps the session. At a logout it is `invalidate()`. */
  clear(): void {
    this.#assertOpen('everything')
    this.#changes.clear()
  }

  /** Adds to a number, which begins at 0; requests at the same time add up. Answers the sum as this request sees it. */
  increment(name: SessionName, by = 1): number {
    this.#assertOpen(name)
    this.#changes.add(name, by)
    return this.#changes.read(name, this.#stored()) as number
  }

  /**
   * Keeps a value for the next request alone, such as a message behind a redirect. It is over with the first request that uses the
   * session and answers anything but a redirect, or reads it.
   * @throws VanillinError `E_SESSION_VALUE`, `E_RESPONSE_FINISHED`
   */
  flash(name: string, value: unknown): void {
    this.#assertOpen(name)
    this.#changes.flash(name, toSessionValue(name, value))
  }

  /** What the request before this one has flashed. */
  flashed<Value = unknown>(name: string): Value | undefined {
    this.#stored()
    const value = this.#flash.read(name)
    return value === undefined ? undefined : (frozen(value) as Value)
  }

  /** Flashes again what the request before this one has flashed: the names given, or all. */
  reflash(...names: readonly string[]): void {
    this.#assertOpen('flash')
    this.#stored()
    this.#flash.keep(names)
  }

  /**
   * What was typed into a field of the form that sent the visitor back here, `address.city` where it is nested: a text, or a list of texts
   * where `fallback` is a list. What was sent in another shape is empty.
   */
  old<Item>(field: string, fallback: readonly Item[]): readonly (string | Item)[]
  old<Fallback = undefined>(field: string, fallback?: Fallback): string | Fallback
  old(field: string, fallback?: unknown): unknown {
    return oldInput(this.flashed<JsonValue>(OLD_INPUT) ?? {}, field, fallback)
  }

  /** The messages of the form that sent the visitor back here, by field. */
  get errors(): FieldErrors {
    return this.flashed<FieldErrors>(ERRORS) ?? {}
  }

  /**
   * Keeps input for `old()`, but for passwords, `_token` and `session.neverFlash` of the config. Answers false, and keeps nothing, where that
   * is more than 256 KiB as JSON, or 2 KiB in a cookie.
   */
  flashInput(input: Readonly<Record<string, unknown>>): boolean {
    const { settings, driver } = this.#sessions
    const typed = flashableInput(input, driver.maxOldInputBytes, (field) => settings.isFlashable(field))
    if (typed === undefined) return false
    this.flash(OLD_INPUT, typed)
    return true
  }

  /** Keeps messages for `errors`. */
  flashErrors(errors: FieldErrors): void {
    this.flash(ERRORS, errors)
  }

  /**
   * Gives the session a new id and lets it begin anew; the old id is worth nothing from then on. Call it at every login, or who planted
   * the old id has the login too (session fixation). Forms on pages from before are refused.
   */
  regenerate(): void {
    this.#assertOpen('the id')
    this.#isWanted = true
    this.#renew('regenerate')
  }

  /** Ends the session and forgets everything in it: the logout. What is set afterwards begins another one. */
  invalidate(): void {
    this.#assertOpen('everything')
    this.#isWanted = false
    this.#renew('invalidate')
    this.#changes = new SessionChanges()
    this.#flash = new Flash()
  }

  /** The token that forms send along, under a mask of this response. A session begins by it. */
  csrfToken(): string {
    this.#want()
    const shared = this.#sessions.driver.terms?.csrf
    return (this.#token ??= shared?.tokenFor(this, this.#request) ?? createCsrfToken(this.#currentId()))
  }

  /** @internal The name of the field that holds the token in a form. */
  get csrfField(): string {
    return this.#sessions.driver.terms?.csrf?.field ?? '_token'
  }

  /**
   * Reads the session where the store answers only with a promise. It happens by itself before plugins' dispatchLoopStartup and all middleware;
   * only hooks before that call it.
   * @throws VanillinError `E_SESSION_STORE`, `E_SESSION_LOCK_TIMEOUT`
   */
  load(): Promise<void> | undefined {
    return this.#brought.isRead ? undefined : (this.#loading ??= this.#load())
  }

  /**
   * Saves now what else is saved before the response goes out, and lets the next request of a locked session in: for what runs long.
   * @throws VanillinError `E_SESSION_STORE`
   */
  async save(): Promise<void> {
    try {
      if (this.#isTouched) this.#flash.end(this.#changes, true)
      await this.#write()
    } finally {
      await this.release()
    }
  }

  /** @internal The session that the visitor has brought, if it is known. Asking does not count as use. */
  get brought(): FoundSession | undefined {
    if (!this.#brought.isRead) this.#readNow()
    return this.#brought.found
  }

  /** @internal Whether there may be something to save. */
  get isPending(): boolean {
    return this.#brought.isLocked || ((this.#isTouched || this.#isSaved) && !this.#brought.isBroken)
  }

  /** @internal Whether it was used, whatever becomes of it: an answer may hold what is in it. */
  get isUsed(): boolean {
    return this.#isTouched || this.#isSaved || this.#brought.isLocked
  }

  /** @internal Lets the next request of a locked session in; what was changed is saved all the same. */
  release(): Promise<void> {
    return this.#brought.release()
  }

  /** @internal Another side keeps the session from here on: what was changed is dropped, and a lock is let go. */
  async abandon(): Promise<void> {
    this.#brought.isBroken = true
    await this.#brought.release()
  }

  /** @internal Saves for the response, which no shared cache may keep. */
  finish(response: HttpResponse): Awaitable<unknown> {
    if (this.#isTouched || this.#isSaved) {
      this.#isTouched = true
      this.#flash.end(
        this.#changes,
        response.status >= 300 && response.status < 400 && response.headers.has('Location'),
      )
      if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', 'private, no-cache')
    }
    return this.#brought.isLocked ? this.save() : this.#write()
  }

  #read(name: string): JsonValue | undefined {
    const value = this.#changes.read(name, this.#stored())
    return value === undefined ? undefined : frozen(value)
  }

  #stored(): SessionRecord | undefined {
    this.#isTouched = true
    if (!this.#brought.isRead) this.#readNow()
    return this.#renewal === 'invalidate' ? undefined : this.#brought.found?.record
  }

  #readNow(): void {
    try {
      this.#brought.read()
    } catch (error) {
      throw this.#broken(error)
    }
    this.#flash.deliver(this.#brought.found?.record.flash)
  }

  async #load(): Promise<void> {
    try {
      await this.#brought.load()
    } catch (error) {
      throw this.#broken(error)
    }
    this.#flash.deliver(this.#brought.found?.record.flash)
  }

  #broken(error: unknown): unknown {
    this.#brought.break()
    this.#flash = new Flash()
    return error
  }

  #want(): void {
    if (this.#stored() === undefined && !this.#isWanted) {
      this.#assertOpen('the id')
      this.#isWanted = true
    }
  }

  #currentId(): string {
    const { found } = this.#brought
    if (found !== undefined && this.#renewal === undefined) return found.id
    return (this.#newId ??= this.#sessions.driver.terms?.createId() ?? createSessionId())
  }

  #renew(renewal: 'regenerate' | 'invalidate'): void {
    this.#stored()
    if (this.#renewal !== 'invalidate') this.#renewal = renewal
    this.#newId = undefined
    this.#token = undefined
    this.#sessions.driver.terms?.csrf?.renew(this)
  }

  #assertOpen(name: string): void {
    this.#isTouched = true
    if (this.#request.isAnswered)
      throw new VanillinError(
        'E_RESPONSE_FINISHED',
        `The session was changed (${name}) after the response had gone out.`,
      )
  }

  #write(): Awaitable<unknown> {
    if (!this.#isTouched || this.#brought.isBroken || this.#request.keepsNothing) return undefined
    try {
      const writing = this.#writeChanges()
      return writing instanceof Promise
        ? writing.catch((error: unknown) => {
            throw this.#broken(error)
          })
        : writing
    } catch (error) {
      throw this.#broken(error)
    }
  }

  #writeChanges(): Awaitable<unknown> {
    if (!this.#brought.isRead) {
      const reading = this.#sessions.loadsAhead ? this.load() : this.#readNow()
      if (reading !== undefined) return reading.then(() => this.#writeChanges())
    }
    return whenThere(this.#writeTo(this.#brought), (isWritten) => {
      if (isWritten) this.#begin()
    })
  }

  #writeTo(brought: BroughtSession): Awaitable<boolean> {
    const { found } = brought
    if (found !== undefined && this.#renewal === undefined) return brought.update(found, this.#changes)
    const next = { id: () => this.#currentId(), isWanted: this.#isWanted }
    if (found === undefined) return brought.create(this.#changes.apply(emptyRecord(Date.now())), next)
    return brought.replace(found, this.#changes, { ...next, beginsAnew: this.#renewal === 'invalidate' })
  }

  /** What was changed is kept. */
  #begin(): void {
    this.#changes = new SessionChanges()
    this.#renewal = undefined
    this.#newId = undefined
    this.#isTouched = false
    this.#isSaved = true
  }
}
