import { once } from 'node:events'
import { connect, createServer, type Server } from 'node:net'
import { freePort } from '../../scripts/demo/free-port.js'

/** Stands before a database server: at first nobody listens on its port, as while the server is down. */
export class DatabaseProxy {
  readonly port: number
  readonly #server: Server

  private constructor(port: number, host: string, target: number) {
    this.port = port
    this.#server = createServer((client) => {
      const server = connect(target, host)
      client.pipe(server).pipe(client)
      client.once('error', () => server.destroy())
      server.once('error', () => client.destroy())
      client.once('close', () => server.destroy())
    })
  }

  static async refusing(host: string, target: number): Promise<DatabaseProxy> {
    return new DatabaseProxy(await freePort(0), host, target)
  }

  async open(): Promise<void> {
    this.#server.listen(this.port, '127.0.0.1')
    await once(this.#server, 'listening')
  }

  async close(): Promise<void> {
    this.#server.close()
    await once(this.#server, 'close')
  }
}
