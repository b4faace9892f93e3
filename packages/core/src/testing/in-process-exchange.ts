import {
  BodyError,
  type CoreRequest,
  type CoreResponse,
  type RequestHeaders,
  type ResponseHeaders,
  type ResponseOutcome,
} from '@vanillin/http'
import { Readable } from 'node:stream'

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
    stream: () => (source.body === null ? Readable.from([]) : Readable.fromWeb(source.body)),
  }
}

/** Statuses with which fetch's Response takes no body. */
const BODILESS = new Set([101, 103, 204, 205, 304])

class InProcessResponse implements CoreResponse {
  state: CoreResponse['state'] = 'open'
  readonly #source: Request
  readonly #resolve: (response: Response) => void
  readonly #listeners: ((outcome: ResponseOutcome) => void)[] = []

  constructor(source: Request, resolve: (response: Response) => void) {
    this.#source = source
    this.#resolve = resolve
    source.signal.addEventListener('abort', () => this.#close('aborted'))
  }

  send(status: number, headers: ResponseHeaders, body?: string | Uint8Array): void {
    if (this.state !== 'open') return
    const bodiless = this.#source.method === 'HEAD' || BODILESS.has(status)
    this.#resolve(new Response(bodiless ? null : (body ?? ''), { status, headers: [...headers.entries()] }))
    this.#close('sent')
  }

  async stream(status: number, headers: ResponseHeaders, source: Readable): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of source) chunks.push(Buffer.from(chunk as Uint8Array))
    this.send(status, headers, Buffer.concat(chunks))
  }

  onClose(callback: (outcome: ResponseOutcome) => void): void {
    if (this.state === 'sent' || this.state === 'aborted') callback(this.state)
    else this.#listeners.push(callback)
  }

  #close(outcome: ResponseOutcome): void {
    if (this.state === 'sent' || this.state === 'aborted') return
    this.state = outcome
    for (const listener of this.#listeners) listener(outcome)
  }
}
