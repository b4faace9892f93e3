import { Readable } from 'node:stream'
import { HttpResponse } from '../http/http-response.ts'
import { totalBytes, type ByteSource, type Segment } from './byte-source.ts'
import type { BodilessPart, Part } from './choose-part.ts'
import { toContentRange, toMultipartRanges } from './multipart-ranges.ts'
import type { Representation } from './representation.ts'

/** The response of a part that has no body. */
export function bodilessResponse(part: BodilessPart, representation: Representation): HttpResponse {
  const { headers, sizeBytes } = representation
  if (part === 'head')
    return new HttpResponse(undefined, { headers: { ...headers, 'Content-Length': String(sizeBytes) } })
  if (part === 304) return new HttpResponse(undefined, { status: 304, headers })
  const outside = { 'Content-Range': `bytes */${sizeBytes}`, 'Accept-Ranges': 'bytes' }
  return new HttpResponse(undefined, { status: part, headers: part === 416 ? outside : {} })
}

/** The response of a part that has a body. */
export function partResponse(
  part: Exclude<Part, BodilessPart>,
  representation: Representation,
  source: ByteSource,
): HttpResponse | Promise<HttpResponse> {
  const { headers, sizeBytes } = representation
  if (part === 'whole') {
    const whole = sizeBytes === 0 ? [] : [{ first: 0, last: sizeBytes - 1 }]
    return withBody(new HttpResponse(undefined, { headers }), whole, source)
  }
  const response = new HttpResponse(undefined, { status: 206, headers })
  if (part.length === 1) {
    response.headers.set('Content-Range', toContentRange(part[0]!, sizeBytes))
    return withBody(response, part, source)
  }
  const { contentType, segments } = toMultipartRanges(part, representation)
  response.headers.set('Content-Type', contentType)
  return withBody(response, segments, source)
}

function withBody(
  response: HttpResponse,
  segments: readonly Segment[],
  source: ByteSource,
): HttpResponse | Promise<HttpResponse> {
  const set = (body: Uint8Array | Readable): HttpResponse => {
    response.body = body
    if (body instanceof Readable) response.streamBytes = totalBytes(segments)
    return response
  }
  const body = source.read(segments)
  return body instanceof Promise ? body.then(set) : set(body)
}
