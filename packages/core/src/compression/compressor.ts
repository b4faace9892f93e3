import { pipeline, Readable } from 'node:stream'
import { toWeakTag } from '../files/entity-tag.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { addVary } from '../http/vary.ts'
import type { Coder } from './coder.ts'
import { chooseCoding } from './content-coding.ts'
import { isCompressible } from './is-compressible.ts'

/** Up to here the way to another thread and back costs more than the work, which takes half a millisecond at most. */
const AT_ONCE_BYTES = 32 * 1024

/** Compresses responses where client and response allow it. */
export class Compressor {
  readonly #coders: readonly Coder[]
  readonly #codings: readonly Coder['coding'][]
  readonly #minBytes: number

  /** @param coders the best first */
  constructor(coders: readonly Coder[], minBytes: number) {
    this.#coders = coders
    this.#codings = coders.map(({ coding }) => coding)
    this.#minBytes = minBytes
  }

  apply(request: HttpRequest, response: HttpResponse): HttpResponse | Promise<HttpResponse> {
    if (!this.#fits(response)) return response
    addVary(response.headers, 'Accept-Encoding')
    const coding = chooseCoding(request.headers.get('accept-encoding'), this.#codings)
    const coder = this.#coders.find((candidate) => candidate.coding === coding)
    if (coder === undefined) return response
    if (response.status === 304) return weakened(response)
    const { body } = response
    if (request.method === 'HEAD' || body === undefined) {
      response.body = undefined
      response.headers.delete('Content-Length')
      return encoded(response, coder)
    }
    if (body instanceof Readable) return encodeStream(response, coder)
    if (body.length <= AT_ONCE_BYTES) return encodeWhole(response, coder, coder.compress(body))
    return coder.compressElsewhere(body).then((bytes) => encodeWhole(response, coder, bytes))
  }

  /** Whether it would be compressed for a client that takes everything: caches must know of it (Vary). */
  #fits(response: HttpResponse): boolean {
    const { status, headers } = response
    const type = headers.get('Content-Type')
    if (status === 304) return type === undefined || isCompressible(type)
    if (status === 204 || status === 206 || type === undefined || !isCompressible(type)) return false
    if (headers.has('Content-Encoding') || headers.has('Content-Range')) return false
    if (/\bno-transform\b/i.test(headers.get('Cache-Control') ?? '')) return false
    return sizeOf(response) >= this.#minBytes
  }
}

function sizeOf({ body, streamBytes, headers }: HttpResponse): number {
  if (typeof body === 'string') return Buffer.byteLength(body)
  if (body instanceof Uint8Array) return body.byteLength
  return body === undefined ? Number(headers.get('Content-Length') ?? 0) : (streamBytes ?? Infinity)
}

function encodeStream(response: HttpResponse, coder: Coder): HttpResponse {
  const stream = coder.createStream()
  const source = response.takeBody() as Readable
  // Either end takes the other along; what went wrong is told by the stream that is sent.
  pipeline(source, stream, () => {})
  response.body = stream
  response.streamBytes = undefined
  return encoded(response, coder)
}

function encodeWhole(response: HttpResponse, coder: Coder, bytes: Buffer): HttpResponse {
  response.body = bytes
  return encoded(response, coder)
}

function encoded(response: HttpResponse, { coding }: Coder): HttpResponse {
  response.headers.set('Content-Encoding', coding)
  // Ranges are those of the file as it is.
  response.headers.delete('Accept-Ranges')
  return weakened(response)
}

function weakened(response: HttpResponse): HttpResponse {
  const etag = response.headers.get('ETag')
  if (etag !== undefined) response.headers.set('ETag', toWeakTag(etag))
  return response
}
