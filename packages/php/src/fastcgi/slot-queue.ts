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
  readonly since: number
  readonly go: () => void
  readonly refuse: (error: Error) => void
}

/** So many at once; the rest waits in a queue that has an end, in the order in which it came. */
export class SlotQueue {
  readonly #options: SlotQueueOptions
  readonly #waiters = new Set<Waiter>()
  /** For the one who waits longest; the others are looked at when it rings. */
  #timer: NodeJS.Timeout | undefined
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

  /**
   * @param onAbort tells when nobody wants the slot any more
   * @throws BridgeError `E_PHP_BUSY`; Error when that is so
   */
  take(onAbort: (callback: () => void) => void): Promise<void> | undefined {
    const { slots, maxQueued, where } = this.#options
    if (this.#taken < slots) {
      this.#taken++
      return undefined
    }
    if (this.#waiters.size < maxQueued) return this.#wait(onAbort)
    throw new BridgeError(
      'E_PHP_BUSY',
      `All ${slots} connections to PHP at ${where} are in use, and ${maxQueued} requests wait for one.`,
    )
  }

  /** Hands a slot on, or back. */
  give(): void {
    for (const waiter of this.#waiters) {
      this.#waiters.delete(waiter)
      waiter.go()
      return
    }
    this.#taken--
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
    for (const waiter of this.#waiters)
      this.#refuse(waiter, new BridgeError('E_PHP_BUSY', 'The app shuts down and sends nothing more to PHP.'))
  }

  #wait(onAbort: (callback: () => void) => void): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { since: performance.now(), go: resolve, refuse: reject }
      this.#waiters.add(waiter)
      this.#timer ??= this.#ring(this.#options.queueTimeoutMs)
      onAbort(() => this.#refuse(waiter, new Error('The client left while it waited for PHP.')))
    })
  }

  #refuse(waiter: Waiter, error: Error): void {
    if (this.#waiters.delete(waiter)) waiter.refuse(error)
  }

  #ring(afterMs: number): NodeJS.Timeout {
    return setTimeout(() => this.#refuseTheLate(), afterMs).unref()
  }

  #refuseTheLate(): void {
    const { queueTimeoutMs, slots, where } = this.#options
    const now = performance.now()
    this.#timer = undefined
    for (const waiter of this.#waiters) {
      const leftMs = waiter.since + queueTimeoutMs - now
      if (leftMs > 0.5) {
        this.#timer = this.#ring(leftMs)
        return
      }
      const message = `No connection of ${slots} to PHP at ${where} became free within ${queueTimeoutMs} ms.`
      this.#refuse(waiter, new BridgeError('E_PHP_BUSY', message))
    }
  }
}
