import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** An idle connection may have its next request on the way: wait this long before closing it. */
const IDLE_GRACE_MS = 150

/** The connections of a development server, and how they end without a request being lost. */
export class Connections {
  readonly #open = new Map<Socket, { responses: Set<ServerResponse>; idleSince: number }>()
  #draining = false

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#open.set(socket, { responses: new Set(), idleSince: performance.now() })
      socket.once('close', () => this.#open.delete(socket))
    })
    // Before every other listener: an answer that is out before this ran would go uncounted.
    server.prependListener('request', (request, response) => this.#begin(request.socket, response))
    server.prependListener('upgrade', (request: { socket: Socket }) => this.#open.delete(request.socket))
  }

  #begin(socket: Socket, response: ServerResponse): void {
    const connection = this.#open.get(socket)
    if (connection === undefined) return
    if (this.#draining) response.shouldKeepAlive = false
    connection.responses.add(response)
    response.once('close', () => {
      connection.responses.delete(response)
      connection.idleSince = performance.now()
    })
  }

  /**
   * Lets running requests finish, answers those that still arrive with `Connection: close`, closes what
   * has gone quiet, and cuts off what is left after `deadlineMs`.
   * @returns how many requests were cut off
   */
  async drain(deadlineMs: number): Promise<number> {
    this.#draining = true
    for (const { responses } of this.#open.values()) {
      for (const response of responses) response.shouldKeepAlive = false
    }
    const startedAt = performance.now()
    while (this.#open.size > 0 && performance.now() - startedAt < deadlineMs) {
      const now = performance.now()
      for (const [socket, { responses, idleSince }] of this.#open) {
        if (responses.size > 0) continue
        const idleMs = now - Math.max(idleSince, startedAt)
        // Browsers keep their idle connections open when they are told that this end is closed.
        if (idleMs >= 2 * IDLE_GRACE_MS) socket.destroy()
        else if (idleMs >= IDLE_GRACE_MS && !socket.writableEnded) socket.end()
      }
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    let cut = 0
    for (const [socket, { responses }] of this.#open) {
      cut += responses.size
      socket.destroy()
    }
    return cut
  }
}
