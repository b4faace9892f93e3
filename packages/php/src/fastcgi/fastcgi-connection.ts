import { connect, type Socket } from 'node:net'
import { BridgeError } from '../errors/bridge-error.ts'
import { Exchange, type ExchangeLimits, type FastCgiRequest } from './exchange.ts'
import { describeAddress, type FastCgiAddress } from './fastcgi-address.ts'
import { unreachable } from './unreachable.ts'

/** A connection to a FastCGI server, for one request after another. */
export class FastCgiConnection {
  readonly #socket: Socket
  readonly #onClose: (connection: FastCgiConnection) => void
  #exchange: Exchange | undefined
  #isFresh = true

  private constructor(socket: Socket, onClose: (connection: FastCgiConnection) => void) {
    this.#socket = socket
    this.#onClose = onClose
    socket.on('data', (bytes: Buffer) => this.#receive(bytes))
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
      const socket = connect({ ...address, noDelay: true })
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
        resolve(new FastCgiConnection(socket, onClose))
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
    this.#socket.setTimeout(limits.timeoutMs)
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

  /** Nothing to do for now: it closes when that lasts too long, and keeps no process alive. */
  rest(keepAliveMs: number): void {
    this.#socket.setTimeout(keepAliveMs)
    this.#socket.unref()
  }

  close(): void {
    this.#socket.destroy()
  }

  #receive(bytes: Buffer): void {
    // Nothing was asked: whatever this is, it would be taken for the next answer.
    if (this.#exchange === undefined) this.#socket.destroy()
    else this.#exchange.receive(bytes)
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
