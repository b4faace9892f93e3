import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { joinSockets } from './join-sockets.ts'

/** Hands on what a server sends, until it has sent so many bytes: then both connections are cut. */
export class CuttingProxy {
  readonly #target: URL
  readonly #sockets = new Set<Socket>()
  readonly #server: Server
  #left = Infinity
  /** How many bytes the server has sent. */
  bytes = 0

  private constructor(url: string) {
    this.#target = new URL(url)
    this.#server = createServer((near) => this.#join(near))
  }

  static async start(url: string): Promise<CuttingProxy> {
    const proxy = new CuttingProxy(url)
    await new Promise<void>((resolve) => void proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  get url(): string {
    const url = new URL(this.#target)
    url.port = String((this.#server.address() as AddressInfo).port)
    return url.href
  }

  /** From now on, the connection that gets the byte behind this many is cut in its middle. */
  cutAfter(bytes: number): void {
    this.#left = bytes
    this.bytes = 0
  }

  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #join(near: Socket): void {
    const far = connect(Number(this.#target.port), this.#target.hostname)
    joinSockets(near, far, this.#sockets)
    near.on('data', (bytes) => far.write(bytes))
    far.on('data', (bytes) => {
      this.bytes += bytes.length
      const part = bytes.subarray(0, Math.min(bytes.length, this.#left))
      this.#left -= part.length
      if (part.length === bytes.length) near.write(part)
      else {
        // Once: the next connection lives.
        this.#left = Infinity
        near.end(part)
        far.destroy()
      }
    })
  }
}
