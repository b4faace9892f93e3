import { connect } from 'node:net'

/** Of a hundred requests so many are cut off by their client. */
const abortedPercent = 5

/**
 * Sends requests over connections of their own, one after the other, and cuts off every twentieth: as often before the
 * answer can be there as while it comes.
 *
 * @param {{ port: number, path: string, requests: number, connections: number }} options
 * @returns {Promise<{ answered: number, aborted: number }>}
 */
export async function loadWithAborts({ port, path, requests, connections }) {
  const text = `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n\r\n`
  const counts = { answered: 0, aborted: 0 }
  let begun = 0

  /** @returns {Promise<void>} when its share is done */
  const client = () =>
    new Promise((resolve, reject) => {
      let socket = open()
      const send = () => {
        if (begun >= requests) {
          socket.end()
          resolve()
          return
        }
        begun++
        socket.write(text)
        if (begun % (100 / abortedPercent) === 0) abort()
      }
      const abort = () => {
        counts.aborted++
        const cut = socket
        cut.removeAllListeners('data')
        // half of them at once, half as soon as the first bytes of the answer are there
        if (counts.aborted % 2 === 0) setImmediate(() => cut.destroy())
        else cut.once('data', () => cut.destroy())
        socket = open()
        socket.once('connect', send)
      }
      function open() {
        const opened = connect(port, '127.0.0.1').setNoDelay(true)
        opened.on('error', reject)
        opened.on('data', (chunk) => {
          // the answers of the bench's small routes come in one piece
          if (!chunk.toString('latin1').startsWith('HTTP/1.1 200'))
            reject(new Error(chunk.toString('latin1')))
          counts.answered++
          send()
        })
        return opened
      }
      socket.once('connect', send)
    })

  await Promise.all(Array.from({ length: connections }, client))
  return counts
}
