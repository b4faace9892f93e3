import { VanillinError } from '../errors/vanillin-error.ts'
import { toError } from '../errors/to-error.ts'
import { endWith, whenThere, type Awaitable } from '../async/awaitable.ts'
import type { FoundSession, SessionChange, SessionDriver } from './session-driver.ts'
import { isSessionId, toStoreKey } from './session-id.ts'
import { retryUntil } from '../async/retry-until.ts'
import { Turns } from '../async/turns.ts'
import type { RecordChange, SessionStore, Unlock } from './session-store.ts'

/** How long a change is tried again while others come between. */
const UPDATE_TIMEOUT_MS = 10_000
/** How long a lock is held at most: then the process that had it is taken for dead. */
const LOCK_HELD_MS = 60_000

/** Sessions in a store; the cookie holds a random id. */
export class StoredSessions implements SessionDriver {
  readonly #store: SessionStore
  readonly #isExpired: (record: FoundSession['record']) => boolean
  readonly #changes = new Turns()
  readonly #locks = new Turns()

  readonly maxOldInputBytes: number = 256 * 1024

  constructor(store: SessionStore, isExpired: (record: FoundSession['record']) => boolean) {
    this.#store = store
    this.#isExpired = isExpired
  }

  get isSynchronous(): boolean {
    return this.#store.isSynchronous
  }

  get description(): string {
    return this.#store.description
  }

  open(id: string): Awaitable<FoundSession | undefined> {
    if (!isSessionId(id)) return undefined
    return whenThere(
      this.#call(() => this.#store.read(toStoreKey(id))),
      (record) => (record === undefined || this.#isExpired(record) ? undefined : { id, record }),
    )
  }

  create({ id, record }: FoundSession): Awaitable<string> {
    return whenThere(
      this.#update(id, () => record),
      () => id,
    )
  }

  update({ id }: FoundSession, change: SessionChange): Awaitable<undefined> {
    const isExpired = this.#isExpired
    return whenThere(
      this.#update(id, (record) => change(record === undefined || isExpired(record) ? undefined : record)),
      () => undefined,
    )
  }

  readonly lock = (id: string, timeoutMs: number): Promise<Unlock | undefined> => {
    const key = toStoreKey(id)
    const attempt = async (): Promise<Unlock | undefined> =>
      this.#call(() => this.#store.lock(key, LOCK_HELD_MS))
    return this.#locks.lock(key, timeoutMs, (leftMs) => retryUntil(Date.now() + leftMs, attempt))
  }

  collectGarbage(): Awaitable<void> {
    return this.#call(() => this.#store.collectGarbage?.(Date.now()))
  }

  /**
   * A store that answers at once is not waited for. Changes of one session by this process take turns: a hundred that came together, each of
   * which tried again and again, would keep the store busy with refusing them.
   */
  #update(id: string, change: RecordChange): Awaitable<unknown> {
    const key = toStoreKey(id)
    const deadline = Date.now() + UPDATE_TIMEOUT_MS
    const attempt = (): Awaitable<boolean> => this.#call(() => this.#store.update(key, change))
    const untilDone = (): Awaitable<unknown> =>
      whenThere(attempt(), (isDone): Awaitable<unknown> => isDone || this.#updateAgain(deadline, attempt))
    return whenThere(this.#changes.take(key, UPDATE_TIMEOUT_MS), (leave) => {
      if (leave === undefined) throw this.#contended()
      return endWith(leave, untilDone)
    })
  }

  /** Others are other processes. */
  async #updateAgain(deadline: number, attempt: () => Awaitable<boolean>): Promise<void> {
    const done = await retryUntil(deadline, async () => (await attempt()) || undefined)
    if (done === undefined) throw this.#contended()
  }

  #contended(): VanillinError {
    return this.#failure(new Error('others changed it again and again'))
  }

  #call<Value>(work: () => Awaitable<Value>): Awaitable<Value> {
    try {
      const value = work()
      return value instanceof Promise
        ? value.catch((error: unknown) => {
            throw this.#failure(error)
          })
        : value
    } catch (error) {
      throw this.#failure(error)
    }
  }

  #failure(error: unknown): VanillinError {
    if (error instanceof VanillinError) return error
    return new VanillinError(
      'E_SESSION_STORE',
      `The session could not be read or kept (${this.#store.description}): ${toError(error).message}`,
      { cause: error },
    )
  }
}
