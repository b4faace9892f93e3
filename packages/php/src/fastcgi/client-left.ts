/**
 * Nobody waits for the answer any more. Its stack is its message: node reads the stack of whatever a stream is destroyed with, and a built
 * app reads its source maps for the first one, which takes longer than a thousand requests.
 */
export class ClientLeft extends Error {
  override readonly name = 'ClientLeft'

  constructor() {
    super('The client closed the connection.')
    this.stack = `${this.name}: ${this.message}`
  }
}
