import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'

/** Stands between the driver and a server that can then fail as servers do: go away, come back, or say nothing any more. */
export class StoppableProxy {
  readonly #target: URL
  readonly #sockets = new Set<Socket>()
  #server: Server | null = null
  #port = 0
  #isSilent = false

  constructor(url: string) {
    this.#target = new URL(url)
  }

  get url(): string {
    const url = new URL(this.#target)
    url.hostname = '127.0.0.1'
    url.port = String(this.#port)
    return url.href
  }

  async start(): Promise<void> {
    this.#isSilent = false
    const server = createServer((near) => {
      const far = connect(Number(this.#target.port || 5432), this.#target.hostname)
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(from)
        from.on('error', () => to.destroy())
        from.on('close', () => {
          to.destroy()
          this.#sockets.delete(from)
        })
        from.on('data', (bytes) => {
          if (!this.#isSilent) to.write(bytes)
        })
      }
    })
    await new Promise<void>((resolve) => void server.listen(this.#port, '127.0.0.1', resolve))
    this.#port = (server.address() as AddressInfo).port
    this.#server = server
  }

  /** Connections stay open and nothing goes through them. */
  fallSilent(): void {
    this.#isSilent = true
  }

  async stop(): Promise<void> {
    const server = this.#server
    this.#server = null
    const closed = new Promise((resolve) => server?.close(resolve) ?? resolve(null))
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }
}
