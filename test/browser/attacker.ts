import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A site whose pages attack others. It has every name of this machine. */
export class Attacker {
  readonly port: number
  readonly #server: Server

  private constructor(server: Server) {
    this.#server = server
    this.port = (server.address() as AddressInfo).port
  }

  static async open(): Promise<Attacker> {
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
      request.resume()
      if (pathname === '/redirect') response.writeHead(307, { location: searchParams.get('to') ?? '' }).end()
      else
        response
          .writeHead(200, { 'content-type': 'text/html' })
          .end(`<!doctype html><title>Trap</title><body>${searchParams.get('page') ?? ''}`)
    })
    server.listen(0)
    await once(server, 'listening')
    return new Attacker(server)
  }

  /** The address of a page with this in it. */
  at(host: string, page: string): string {
    return `http://${host}:${this.port}/?${new URLSearchParams({ page }).toString()}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}
