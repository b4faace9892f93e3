import { connect, type Socket } from 'node:net'
import { BridgeError } from '../errors/bridge-error.ts'
import { AHEAD_BYTES } from './answer-body.ts'
import { Exchange, type ExchangeLimits, type FastCgiRequest } from './exchange.ts'
import { describeAddress, type FastCgiAddress } from './fastcgi-address.ts'
import { ReadingMemory } from './reading-memory.ts'
import { unreachable } from './unreachable.ts'

/** A connection to a FastCGI server, for one request after another. */
export class FastCgiConnection {
  readonly #socket: Socket
  readonly #memory: ReadingMemory
  readonly #onClose: (connection: FastCgiConnection) => void
  #exchange: Exchange | undefined
  #isFresh = true
  #restsSince = 0

  private constructor(
    socket: Socket,
    memory: ReadingMemory,
    onClose: (connection: FastCgiConnection) => void,
  ) {
    this.#socket = socket
    this.#memory = memory
    this.#onClose = onClose
    socket.on('drain', () => this.#exchange?.drained())
    socket.on('timeout', () => this.#timedOut())
    socket.on('error', () => {})
    socket.on('close', () => this.#closed())
  }

  /**
   * @param onClose told when a connection closes that is not in use
   * @throws BridgeError `E_PHP_UNREACHABLE`
   */
  static open(
    address: FastCgiAddress,
    timeoutMs: number,
    onClose: (connection: FastCgiConnection) => void,
  ): Promise<FastCgiConnection> {
    return new Promise((resolve, reject) => {
      let connection: FastCgiConnection | undefined
      const memory = new ReadingMemory(AHEAD_BYTES)
      const socket = connect({
        ...address,
        noDelay: true,
        onread: {
          buffer: () => memory.next,
          callback(sizeBytes) {
            connection?.receive(sizeBytes)
            return true
          },
        },
      })
      const refuse = (error: Error): void => {
        socket.destroy()
        reject(unreachable(describeAddress(address), error))
      }
      const onTimeout = (): void => refuse(new Error(`no connection within ${timeoutMs} ms`))
      socket.setTimeout(timeoutMs, onTimeout)
      socket.once('error', refuse)
      socket.once('connect', () => {
        socket.off('timeout', onTimeout)
        socket.off('error', refuse)
        connection = new FastCgiConnection(socket, memory, onClose)
        resolve(connection)
      })
    })
  }

  /** True until its first request: nothing can have gone wrong with it yet. */
  get isFresh(): boolean {
    return this.#isFresh
  }

  /** @param onOver told when it is free again; false: it is closed */
  begin(request: FastCgiRequest, limits: ExchangeLimits, onOver: (isFree: boolean) => void): Exchange {
    this.#socket.ref()
    if (this.#socket.timeout !== limits.timeoutMs) this.#socket.setTimeout(limits.timeoutMs)
    const exchange = new Exchange(this.#socket, request, limits, (isReusable) => {
      this.#exchange = undefined
      this.#isFresh = false
      const isFree = isReusable && !this.#socket.destroyed
      if (!isFree) this.#socket.destroy()
      onOver(isFree)
    })
    this.#exchange = exchange
    exchange.start()
    return exchange
  }

  /** Nothing to do for now: it keeps no process alive. */
  rest(): void {
    this.#restsSince = performance.now()
    this.#socket.unref()
  }

  /** On the clock of `performance.now()`. */
  get restsSince(): number {
    return this.#restsSince
  }

  close(): void {
    this.#socket.destroy()
  }

  /** So many bytes have come into the memory. */
  receive(sizeBytes: number): void {
    const exchange = this.#exchange
    if (exchange === undefined) {
      // Nothing was asked: whatever this is, it would be taken for the next answer.
      this.#socket.destroy()
      return
    }
    const memory = this.#memory
    exchange.receive(memory.next.subarray(0, sizeBytes), memory.hasRoomBehind(sizeBytes))
    if (exchange.isGathering) memory.keep(sizeBytes)
    else memory.clear()
  }

  #timedOut(): void {
    if (this.#exchange === undefined) this.#socket.destroy()
    else this.#exchange.timedOut()
  }

  #closed(): void {
    if (this.#exchange === undefined) this.#onClose(this)
    else
      this.#exchange.fail(
        new BridgeError('E_PHP_BROKE_OFF', 'PHP closed the connection before its answer was complete.'),
      )
  }
}
