import { createServer } from 'node:net'

/**
 * The port wished for, or any free one when that is taken.
 *
 * @param {number} wish 0 for any
 * @returns {Promise<number>}
 */
export function freePort(wish) {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error) => (wish === 0 ? reject(error) : resolve(freePort(0))))
    server.listen(wish, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : wish))
    })
  })
}
