import { once } from 'node:events'

/** @typedef {import('@vanillin/http').CoreResponse} CoreResponse */

/**
 * What Chromium sends with each navigation.
 *
 * @type {[name: string, value: string][]}
 */
const browserHeaders = [
  ['host', '127.0.0.1:3000'],
  ['connection', 'keep-alive'],
  ['sec-ch-ua', '"Chromium";v="140", "Not=A?Brand";v="24", "Google Chrome";v="140"'],
  ['sec-ch-ua-mobile', '?0'],
  ['sec-ch-ua-platform', '"Linux"'],
  [
    'user-agent',
    'Mozilla/5.0 (X11; Linux x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  ],
  ['accept', 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8'],
  ['sec-fetch-site', 'same-origin'],
  ['sec-fetch-mode', 'navigate'],
  ['accept-encoding', 'gzip, deflate, br, zstd'],
  ['accept-language', 'en-GB,en;q=0.9,de;q=0.8'],
]

/**
 * Makes requests of a route without a socket, each as cheap as can be: what is counted is the framework.
 *
 * @param {import('../routes/index.js').BenchRoute['request']} request
 * @returns {() => import('@vanillin/http').CoreRequest}
 */
export function requestsOf({ method = 'GET', path: target, contentType, body: content }) {
  const bytes = Buffer.from(content ?? '')
  const fields = new Map(browserHeaders)
  if (contentType !== undefined)
    fields.set('content-type', contentType).set('content-length', String(bytes.length))
  const [path = '/', query = ''] = target.split('?')
  const headers = {
    /** @param {string} name */
    get: (name) => fields.get(name),
    /** @param {string} name */
    has: (name) => fields.has(name),
    entries: () => fields.entries(),
  }
  const body = {
    exists: content !== undefined,
    declaredBytes: content === undefined ? undefined : bytes.length,
    bytes: () => Promise.resolve(bytes),
    stream: () => {
      throw new Error('No route of the bench streams its body.')
    },
  }
  return () => ({
    method,
    path,
    query,
    headers,
    body,
    remoteAddress: '127.0.0.1',
    remotePort: 0,
    localAddress: '127.0.0.1',
    secure: false,
  })
}

/**
 * Takes an answer and keeps nothing but its status.
 *
 * @implements {CoreResponse}
 */
export class CountedResponse {
  /** @type {CoreResponse['state']} */
  state = 'open'
  #done
  /** @type {((outcome: import('@vanillin/http').ResponseOutcome) => void)[]} */
  #listeners = []

  /** @param {(status: number) => void} done */
  constructor(done) {
    this.#done = done
  }

  /** @param {number} status */
  send(status) {
    this.state = 'sent'
    for (const listener of this.#listeners) listener('sent')
    this.#done(status)
  }

  /**
   * @param {number} status
   * @param {unknown} _headers
   * @param {import('node:stream').Readable} source
   */
  async stream(status, _headers, source) {
    await once(source.resume(), 'end')
    this.send(status)
  }

  /** @param {(outcome: import('@vanillin/http').ResponseOutcome) => void} callback */
  onClose(callback) {
    this.#listeners.push(callback)
  }
}
