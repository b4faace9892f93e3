import { BodyError, type CoreRequest, type CoreResponse, type RequestHeaders } from '@vanillin/http'
import { Readable } from 'node:stream'
import { InProcessResponse } from './in-process-response.ts'

/** A fetch request and the response that answers it, as a core would hand them over, without a socket. */
export class InProcessExchange {
  readonly request: CoreRequest
  readonly response: CoreResponse
  readonly answered: Promise<Response>

  constructor(source: Request) {
    let resolve!: (response: Response) => void
    this.answered = new Promise((settle) => {
      resolve = settle
    })
    this.request = toCoreRequest(source)
    this.response = new InProcessResponse(source, resolve)
  }
}

function toCoreRequest(source: Request): CoreRequest {
  const url = new URL(source.url)
  return {
    method: source.method,
    path: url.pathname,
    query: url.search.slice(1),
    headers: toRequestHeaders(source.headers, url.host),
    body: toBody(source),
    remoteAddress: '127.0.0.1',
    remotePort: 0,
    localAddress: '127.0.0.1',
    secure: url.protocol === 'https:',
  }
}

function toRequestHeaders(headers: Headers, host: string): RequestHeaders {
  const fields = new Map(headers)
  if (!fields.has('host')) fields.set('host', host)
  return { get: (name) => fields.get(name), has: (name) => fields.has(name), entries: () => fields.entries() }
}

function toBody(source: Request): CoreRequest['body'] {
  const declared = source.headers.get('content-length')
  return {
    exists: source.body !== null,
    declaredBytes: declared === null ? undefined : Number(declared),
    async bytes(options) {
      if (source.bodyUsed) throw new BodyError('E_BODY_USED', 'The body has been read already.')
      const bytes = new Uint8Array(await source.arrayBuffer())
      const limit = options?.maxBytes ?? 8 * 1024 * 1024
      if (bytes.byteLength > limit)
        throw new BodyError('E_BODY_TOO_LARGE', `The body is larger than ${limit} bytes.`)
      return bytes
    },
    stream: () => (source.body === null ? Readable.from([]) : toReadable(source.body)),
  }
}

/** A reader that gives up leaves the rest unread and does not cancel it: fetch of Node 24 writes on into the body of a form that was cancelled. */
function toReadable(body: NonNullable<Request['body']>): Readable {
  return Readable.from(body.values({ preventCancel: true }), { objectMode: false })
}
