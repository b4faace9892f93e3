import {
  VanillinError,
  type FoundSession,
  type HttpRequest,
  type SessionChange,
  type SessionDriver,
  type SessionRecord,
  type SessionTerms,
  type Unlock,
} from '@vanillin/core'
import { PhpCodecError } from '../codec/php-codec-error.ts'
import { SessionValues } from '../codec/session-values.ts'
import type { SessionFormat } from '../codec/formats/session-format.ts'
import type { PhpSessionStore, SessionAccess, StoredSession } from './php-session-store.ts'
import type { SessionCookie } from './session-cookie.ts'
import type { SessionIdRules } from './session-id-rules.ts'
import type { SessionView } from './session-view.ts'
import { storeFailure } from './store-failure.ts'

/** What the sessions of one PHP app are made of. */
export interface PhpSessionParts {
  readonly store: PhpSessionStore
  readonly format: SessionFormat
  readonly view: SessionView
  readonly cookie: SessionCookie
  readonly ids: SessionIdRules
  readonly terms: Omit<SessionTerms, 'createId' | 'cookieName'>
  /** Told of what is written for a request. */
  readonly onWrite?: (values: SessionValues, request: HttpRequest) => void
}

const MAX_OLD_INPUT_BYTES = 256 * 1024

/**
 * The sessions of a PHP app as those of this one: the same cookie, the same store. What an action changes is written name by name into what PHP has
 * left there by then; all else stays byte for byte.
 */
export class PhpSessions implements SessionDriver {
  readonly isSynchronous = false
  readonly maxOldInputBytes: number = MAX_OLD_INPUT_BYTES
  readonly terms: SessionTerms
  readonly lock: SessionDriver['lock']
  readonly #parts: PhpSessionParts

  constructor(parts: PhpSessionParts) {
    this.#parts = parts
    this.terms = { ...parts.terms, cookieName: parts.cookie.name, createId: () => parts.ids.create() }
    this.lock = parts.store.lock === undefined ? undefined : this.#lock
  }

  get description(): string {
    return `sessions of PHP, ${this.#parts.store.description}`
  }

  async open(cookie: string, request: HttpRequest): Promise<FoundSession | undefined> {
    const id = this.#parts.cookie.read(cookie)
    if (id === undefined || !this.#parts.ids.isValid(id)) return undefined
    const stored = await this.#call(id, () => this.#parts.store.read(id, this.#access(request)))
    const record = stored === undefined ? undefined : this.#toRecord(stored, request)
    return record === undefined ? undefined : { id, record }
  }

  async create({ id, record }: FoundSession, request: HttpRequest): Promise<string> {
    const bytes = this.#toBytes(record, true, request)
    await this.#call(id, () => this.#parts.store.update(id, this.#access(request), () => bytes))
    return this.#parts.cookie.write(id)
  }

  async update(
    { id }: FoundSession,
    change: SessionChange,
    request: HttpRequest,
  ): Promise<string | undefined> {
    const { store, view, cookie } = this.#parts
    let isLeft = false
    const work = (stored: StoredSession | undefined): Buffer | undefined => {
      const before = stored === undefined ? undefined : this.#toRecord(stored, request)
      const after = change(before)
      isLeft = before !== undefined && after !== undefined
      if (!isLeft) return undefined
      return view.isUnchanged(after!) ? stored!.bytes : this.#toBytes(after!, false, request)
    }
    await this.#call(id, () => store.update(id, this.#access(request), work))
    return isLeft && this.terms.cookieMaxAge !== undefined ? cookie.write(id) : undefined
  }

  collectGarbage(): void {}

  readonly #lock = (id: string, timeoutMs: number, request: HttpRequest): Promise<Unlock | undefined> =>
    this.#call(id, () => this.#parts.store.lock!(id, this.#access(request), timeoutMs))

  #access(request: HttpRequest): SessionAccess {
    return {
      ip: request.ip,
      userAgent: request.headers.get('user-agent') ?? '',
      cookies: request.cookies,
      lifetimeMs: this.terms.idleTimeout,
    }
  }

  /** PHP throws a session away that it cannot read, so a damaged one is no session; one in another format is a wrong setting. */
  #toRecord({ bytes, usedAt }: StoredSession, request: HttpRequest): SessionRecord | undefined {
    const { format, view } = this.#parts
    try {
      return view.toRecord(format.read(bytes), usedAt, Date.now())
    } catch (error) {
      if (!(error instanceof PhpCodecError)) throw error
      if (error.code !== 'E_PHP_SERIALIZED') throw storeFailure(error, this.description)
      request.log.warn({ err: error }, 'A session of PHP is damaged; its visitor is a stranger.')
      return undefined
    }
  }

  #toBytes(record: SessionRecord, isNew: boolean, request: HttpRequest): Buffer {
    const { format, view, onWrite } = this.#parts
    try {
      const values = view.toValues(record, isNew, Date.now(), new SessionValues())
      const bytes = format.write(values)
      onWrite?.(values, request)
      return bytes
    } catch (error) {
      if (!(error instanceof PhpCodecError)) throw error
      throw new VanillinError('E_SESSION_VALUE', error.message, { cause: error })
    }
  }

  async #call<Value>(id: string, work: () => Promise<Value>): Promise<Value> {
    try {
      return await work()
    } catch (error) {
      throw storeFailure(error, this.description, id)
    }
  }
}
