import { connect, type Socket } from 'node:net'
import { connect as connectSecure } from 'node:tls'

/** One response as it stood on the wire. */
export interface RawResponse {
  readonly status: number
  /** Names in lower case, in order, repeated ones repeated. */
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly body: Buffer
  header(name: string): string | undefined
}

/** A client that says exactly the bytes that it is told, and reads what comes back, byte by byte. */
export class RawConnection {
  readonly socket: Socket
  /** Resolves when the connection is closed, whoever closed it and however. */
  readonly closed: Promise<void>
  #received: Buffer = Buffer.alloc(0)
  #isClosed = false
  #wake: () => void = () => {}

  private constructor(socket: Socket) {
    this.socket = socket
    socket.on('data', (chunk) => {
      this.#received = Buffer.concat([this.#received, chunk])
      this.#wake()
    })
    socket.on('error', () => {})
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.#isClosed = true
        this.#wake()
        resolve()
      })
    })
  }

  static async open(
    port: number,
    options: { tls?: boolean; allowHalfOpen?: boolean } = {},
  ): Promise<RawConnection> {
    const socket = options.tls
      ? connectSecure({ port, host: '127.0.0.1', rejectUnauthorized: false })
      : connect({ port, host: '127.0.0.1', allowHalfOpen: options.allowHalfOpen ?? false })
    await new Promise<void>((resolve, reject) => {
      socket.once(options.tls ? 'secureConnect' : 'connect', resolve)
      socket.once('error', reject)
    })
    return new RawConnection(socket)
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** What arrived and no `response` has taken. */
  get rest(): string {
    return this.#received.toString('latin1')
  }

  /** Bytes, or text of which each character is one byte. */
  write(bytes: string | Uint8Array): this {
    if (typeof bytes === 'string') this.socket.write(bytes, 'latin1')
    else this.socket.write(bytes)
    return this
  }

  /**
   * The next response; informational ones are returned like others.
   * @returns undefined when the connection closes before it is complete
   */
  async response(options: { head?: boolean } = {}): Promise<RawResponse | undefined> {
    for (;;) {
      const parsed = parse(this.#received, options.head ?? false, this.#isClosed)
      if (parsed) {
        this.#received = this.#received.subarray(parsed.length)
        return parsed.response
      }
      if (this.#isClosed) return undefined
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  destroy(): void {
    this.socket.destroy()
  }

  /** Closes with a RST instead of a FIN. */
  reset(): void {
    this.socket.resetAndDestroy()
  }
}

function parse(
  bytes: Buffer,
  head: boolean,
  closed: boolean,
): { response: RawResponse; length: number } | undefined {
  const headEnd = bytes.indexOf('\r\n\r\n')
  if (headEnd < 0) return undefined
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, headEnd).split('\r\n')
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(`${statusLine} `)?.[1])
  const headers = lines.map((line) => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const
  })
  const header = (name: string): string | undefined => headers.find(([key]) => key === name)?.[1]
  const start = headEnd + 4
  const done = (body: Buffer, end: number) => ({ response: { status, headers, body, header }, length: end })

  if (head || status === 204 || status === 304 || status < 200) return done(Buffer.alloc(0), start)
  if (header('transfer-encoding') === 'chunked') {
    const decoded = decodeChunks(bytes, start)
    return decoded && done(decoded.body, decoded.end)
  }
  const length = header('content-length')
  if (length === undefined) return closed ? done(bytes.subarray(start), bytes.length) : undefined
  const end = start + Number(length)
  return bytes.length < end ? undefined : done(bytes.subarray(start, end), end)
}

function decodeChunks(bytes: Buffer, start: number): { body: Buffer; end: number } | undefined {
  const chunks: Buffer[] = []
  for (let position = start; ;) {
    const lineEnd = bytes.indexOf('\r\n', position)
    if (lineEnd < 0) return undefined
    const line = bytes.toString('latin1', position, lineEnd)
    if (!/^[\da-f]+$/i.test(line)) throw new Error(`Not the size of a chunk: ${JSON.stringify(line)}`)
    const size = Number.parseInt(line, 16)
    if (size === 0) {
      // An empty line ends the trailers, of which there are mostly none.
      const end = bytes.indexOf('\r\n\r\n', lineEnd)
      return end < 0 ? undefined : { body: Buffer.concat(chunks), end: end + 4 }
    }
    const end = lineEnd + 2 + size + 2
    if (bytes.length < end) return undefined
    chunks.push(bytes.subarray(lineEnd + 2, end - 2))
    position = end
  }
}
