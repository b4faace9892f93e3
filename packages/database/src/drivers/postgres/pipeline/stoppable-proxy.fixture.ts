import { connect, createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { joinSockets } from '../../../testing/faults/join-sockets.ts'

/** Stands between the driver and a server that can then fail as servers do: go away, come back, or say nothing any more. */
export class StoppableProxy {
  readonly #target: URL
  readonly #sockets = new Set<Socket>()
  #server: Server | null = null
  #port = 0
  #isSilent = false
  /** How much longer each way takes. */
  delayMs = 0
  /** A setting that is refused at the start of a connection, as PgBouncer does. */
  refusedSetting: string | null = null

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
      near.once('data', (bytes) => {
        const setting = this.refusedSetting
        if (setting === null || !bytes.includes(setting)) return
        const fields = `SFATAL\0C08P01\0Munsupported startup parameter: ${setting}\0\0`
        const head = Buffer.from([0x45, 0, 0, 0, fields.length + 4])
        near.end(Buffer.concat([head, Buffer.from(fields)]))
      })
      joinSockets(near, far, this.#sockets)
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        from.on('data', (bytes) => {
          if (this.#isSilent) return
          if (this.delayMs === 0) to.write(bytes)
          else setTimeout(() => to.write(bytes), this.delayMs)
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
