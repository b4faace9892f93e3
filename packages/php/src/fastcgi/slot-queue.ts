import { BridgeError } from '../errors/bridge-error.ts'

export interface SlotQueueOptions {
  readonly slots: number
  /** One more is refused. */
  readonly maxQueued: number
  readonly queueTimeoutMs: number
  /** For messages. */
  readonly where: string
}

interface Waiter {
  readonly go: () => void
  readonly refuse: (error: Error) => void
}

/** So many at once; the rest waits in a queue that has an end, in the order in which it came. */
export class SlotQueue {
  readonly #options: SlotQueueOptions
  readonly #waiters = new Set<Waiter>()
  #taken = 0
  #isClosed = false

  constructor(options: SlotQueueOptions) {
    this.#options = options
  }

  get taken(): number {
    return this.#taken
  }

  get queued(): number {
    return this.#waiters.size
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** @throws BridgeError `E_PHP_BUSY`; what `signal` is aborted with */
  take(signal: AbortSignal): Promise<void> | undefined {
    const { slots, maxQueued, where } = this.#options
    if (this.#taken < slots) {
      this.#taken++
      return undefined
    }
    if (this.#waiters.size < maxQueued) return this.#wait(signal)
    throw new BridgeError(
      'E_PHP_BUSY',
      `All ${slots} connections to PHP at ${where} are in use, and ${maxQueued} requests wait for one.`,
    )
  }

  /** Hands a slot on, or back. */
  give(): void {
    for (const waiter of this.#waiters) {
      waiter.go()
      return
    }
    this.#taken--
  }

  close(): void {
    this.#isClosed = true
    for (const waiter of this.#waiters)
      waiter.refuse(new BridgeError('E_PHP_BUSY', 'The app shuts down and sends nothing more to PHP.'))
  }

  #wait(signal: AbortSignal): Promise<void> {
    const { queueTimeoutMs, slots, where } = this.#options
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiters.delete(waiter)
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
      }
      const waiter: Waiter = {
        go: () => {
          leave()
          resolve()
        },
        refuse: (error) => {
          leave()
          reject(error)
        },
      }
      const onAbort = (): void => waiter.refuse(signal.reason as Error)
      const timer = setTimeout(() => {
        const message = `No connection of ${slots} to PHP at ${where} became free within ${queueTimeoutMs} ms.`
        waiter.refuse(new BridgeError('E_PHP_BUSY', message))
      }, queueTimeoutMs)
      signal.addEventListener('abort', onAbort)
      this.#waiters.add(waiter)
      if (signal.aborted) onAbort()
    })
  }
}
