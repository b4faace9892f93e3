import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { joinSockets } from '../../testing/faults/join-sockets.ts'

/** Stands between the driver and a server, and can hold back the rest of an answer. */
export class HoldingProxy {
  readonly #target: URL
  readonly #sockets = new Set<Socket>()
  #server: Server | null = null
  #marker: string | null = null
  #onHeld = (): void => {}
  #release = (): void => {}

  constructor(url: string) {
    this.#target = new URL(url)
  }

  get url(): string {
    const url = new URL(this.#target)
    url.hostname = '127.0.0.1'
    url.port = String((this.#server!.address() as AddressInfo).port)
    return url.href
  }

  async start(): Promise<void> {
    const server = createServer((near) => {
      const far = connect(Number(this.#target.port || 3306), this.#target.hostname)
      let held: Buffer[] | null = null
      joinSockets(near, far, this.#sockets)
      near.on('data', (bytes) => far.write(bytes))
      far.on('data', (bytes) => {
        if (held !== null) {
          held.push(bytes)
          return
        }
        const at = this.#marker === null ? -1 : bytes.indexOf(this.#marker)
        if (at < 0) {
          near.write(bytes)
          return
        }
        this.#marker = null
        // The packet in which it stands first: its header is four bytes, the length of the text is one.
        near.write(bytes.subarray(0, at - 5))
        held = [bytes.subarray(at - 5)]
        this.#release = () => {
          for (const one of held!) near.write(one)
          held = null
        }
        this.#onHeld()
      })
    })
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    this.#server = server
  }

  /** Holds back, on its connection, what comes from the next packet on that begins with this text. Resolves once it does. */
  holdFrom(marker: string): Promise<void> {
    this.#marker = marker
    return new Promise((resolve) => (this.#onHeld = resolve))
  }

  /** Sends what it has held back. */
  release(): void {
    this.#release()
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server?.close(resolve))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }
}
