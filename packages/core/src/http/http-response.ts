import { Readable } from 'node:stream'
import { discardSource, ResponseHeaders } from '@vanillin/http'

export type ResponseBody = string | Uint8Array | Readable | undefined

export interface ResponseOptions {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * What will be sent: middleware and `postDispatch` may change it until then.
 *
 * @example
 * const response = await next()
 * response.headers.set('Cache-Control', 'no-store')
 * return response
 */
export class HttpResponse {
  status: number
  readonly headers: ResponseHeaders = new ResponseHeaders()
  #body: ResponseBody
  /** True for the answer of another server, which is sent with its own security headers and without those of config/app.ts. */
  isForwarded = false
  /** Size of a streamed body in bytes, when it is known beforehand. */
  streamBytes: number | undefined

  constructor(body?: ResponseBody, options?: ResponseOptions) {
    if (body !== undefined) this.body = body
    this.status = options?.status ?? 200
    if (options?.headers !== undefined) {
      for (const name in options.headers) this.headers.set(name, options.headers[name]!)
    }
  }

  get body(): ResponseBody {
    return this.#body
  }

  /** A stream that is replaced is let go of. */
  set body(body: ResponseBody) {
    if (this.#body instanceof Readable && this.#body !== body) discardSource(this.#body)
    // It may fail while nobody reads it yet, which must not be an uncaught exception; who reads it still learns of it.
    if (body instanceof Readable) body.on('error', () => {})
    this.#body = body
  }

  /** The body, for who sends it in another form, as compression does; the response has none afterwards. */
  takeBody(): ResponseBody {
    const body = this.#body
    this.#body = undefined
    return body
  }

  /** Lets go of a response that will not be sent. */
  discard(): void {
    this.body = undefined
  }
}
