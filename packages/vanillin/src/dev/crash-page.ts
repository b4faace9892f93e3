import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { errorPage } from './error-page.ts'

/** What a visitor of the development server sees while the app's process is down. */
export class CrashPage {
  #title = ''
  readonly #server: Server = createServer((_request, response) => {
    const page = errorPage({
      title: this.#title,
      text: 'The terminal of vanillin dev shows why. The app starts again with the next save.',
      refresh: 'poll',
    })
    // One answer a connection: the next must find the process that is started meanwhile.
    response.writeHead(503, {
      'Content-Type': 'text/html; charset=utf-8',
      Connection: 'close',
      'X-Vanillin': 'down',
    })
    response.end(page)
  })

  explain(title: string): void {
    this.#title = title
  }

  accept(socket: Socket): void {
    this.#server.emit('connection', socket)
    socket.resume()
  }
}
