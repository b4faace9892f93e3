import type { Readable } from 'node:stream'
import { ResponseHeaders } from '@vanillin/http'

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
  body: ResponseBody
  /** Size of a streamed body in bytes, when it is known beforehand. */
  streamBytes: number | undefined

  constructor(body?: ResponseBody, options?: ResponseOptions) {
    this.body = body
    this.status = options?.status ?? 200
    if (options?.headers !== undefined) {
      for (const name in options.headers) this.headers.set(name, options.headers[name]!)
    }
  }
}
