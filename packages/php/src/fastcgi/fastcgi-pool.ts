import { BridgeError } from '../errors/bridge-error.ts'
import type { ExchangeLimits, FastCgiAnswer, FastCgiRequest } from './exchange.ts'
import { describeAddress, type FastCgiAddress } from './fastcgi-address.ts'
import { FastCgiConnection } from './fastcgi-connection.ts'
import { SlotQueue } from './slot-queue.ts'

export interface FastCgiPoolSettings extends ExchangeLimits {
  readonly address: FastCgiAddress
  /** So many requests at once, and so many connections. */
  readonly maxConnections: number
  readonly maxQueued: number
  readonly queueTimeoutMs: number
  readonly connectTimeoutMs: number
  /** How long a connection waits for its next request; as long as it does, it has a worker of php-fpm for itself. */
  readonly keepAliveMs: number
}

export interface SendOptions {
  /** Whether PHP may be asked twice: when a connection that was kept breaks off, nobody knows whether the script has run. */
  readonly isRepeatable: boolean
}

/** The connections to one FastCGI server. */
export class FastCgiPool {
  readonly #settings: FastCgiPoolSettings
  readonly #slots: SlotQueue
  /** The one that rests longest first. */
  readonly #resting: FastCgiConnection[] = []
  #timer: NodeJS.Timeout | undefined

  constructor(settings: FastCgiPoolSettings) {
    this.#settings = settings
    const { maxConnections, maxQueued, queueTimeoutMs } = settings
    this.#slots = new SlotQueue({
      slots: maxConnections,
      maxQueued,
      queueTimeoutMs,
      where: describeAddress(settings.address),
    })
  }

  /** For tests and status pages. */
  get counts(): { readonly busy: number; readonly resting: number; readonly queued: number } {
    return { busy: this.#slots.taken, resting: this.#resting.length, queued: this.#slots.queued }
  }

  /**
   * A request that must not run twice has a connection of its own: php-fpm closes a kept one whenever it likes, and whether it has begun
   * with the request by then cannot be told.
   *
   * @throws BridgeError `E_PHP_BUSY`, `E_PHP_UNREACHABLE`, `E_PHP_BROKE_OFF`, `E_PHP_MALFORMED`, `E_PHP_HEAD_TOO_LARGE`, `E_PHP_TIMEOUT`
   */
  async send(request: FastCgiRequest, { isRepeatable }: SendOptions): Promise<FastCgiAnswer> {
    await this.#slots.take(request.onAbort)
    const kept = isRepeatable ? this.#resting.pop() : undefined
    if (kept === undefined) return this.#sendOn(await this.#open(), request)
    const exchange = kept.begin(request, this.#settings, (isFree) => this.#over(kept, isFree))
    try {
      return await exchange.answer
    } catch (error) {
      if (exchange.hasReceived || !isBrokenOff(error)) throw error
      await this.#slots.take(request.onAbort)
      return this.#sendOn(await this.#open(), request)
    }
  }

  /** Closes what rests, and refuses what waits. */
  close(): void {
    this.#slots.close()
    clearTimeout(this.#timer)
    for (const connection of this.#resting.splice(0)) connection.close()
  }

  #sendOn(connection: FastCgiConnection, request: FastCgiRequest): Promise<FastCgiAnswer> {
    return connection.begin(request, this.#settings, (isFree) => this.#over(connection, isFree)).answer
  }

  async #open(): Promise<FastCgiConnection> {
    const { address, connectTimeoutMs, maxConnections } = this.#settings
    if (this.#slots.taken + this.#resting.length > maxConnections) this.#resting.pop()?.close()
    try {
      return await FastCgiConnection.open(address, connectTimeoutMs, (connection) => this.#forget(connection))
    } catch (error) {
      this.#slots.give()
      throw error
    }
  }

  #over(connection: FastCgiConnection, isFree: boolean): void {
    if (isFree && !this.#slots.isClosed) {
      connection.rest()
      this.#resting.push(connection)
      this.#timer ??= this.#ring(this.#settings.keepAliveMs)
    } else {
      connection.close()
    }
    this.#slots.give()
  }

  #ring(afterMs: number): NodeJS.Timeout {
    return setTimeout(() => this.#closeTheIdle(), afterMs).unref()
  }

  #closeTheIdle(): void {
    const { keepAliveMs } = this.#settings
    const now = performance.now()
    this.#timer = undefined
    for (let first = this.#resting[0]; first !== undefined; first = this.#resting[0]) {
      const leftMs = first.restsSince + keepAliveMs - now
      if (leftMs > 0.5) {
        this.#timer = this.#ring(leftMs)
        return
      }
      this.#resting.shift()
      first.close()
    }
  }

  #forget(connection: FastCgiConnection): void {
    const index = this.#resting.indexOf(connection)
    if (index !== -1) this.#resting.splice(index, 1)
  }
}

function isBrokenOff(error: unknown): boolean {
  return error instanceof BridgeError && error.code === 'E_PHP_BROKE_OFF'
}
