import { HttpCoreError, HttpResponse, type HttpRequest } from '@vanillin/core'
import type { UpstreamAnswer } from '../upstreams/php-upstream.ts'

/** What nginx takes for itself and hides from clients. */
const FOR_THE_SERVER = /^x-accel-/i

/** The answer of PHP as a response: its headers as they are, and none of ours but what belongs to the connection. */
export function forwardedResponse(request: HttpRequest, answer: UpstreamAnswer): HttpResponse {
  const isBodiless = request.method === 'HEAD' || answer.status === 204 || answer.status === 304
  const response = new HttpResponse(answer.body, { status: answer.status })
  response.isForwarded = true
  // What HEAD says of the length is what the body would have had.
  if (isBodiless) response.discard()
  for (const [name, value] of answer.headers) {
    const lowerCase = name.toLowerCase()
    // PHP gives each answer a type; that of a 304 would replace what the client has.
    if (FOR_THE_SERVER.test(name) || (lowerCase === 'content-type' && answer.status === 304)) continue
    if (lowerCase === 'content-length' && !isBodiless) setLength(response, value)
    else append(response, request, name, value)
  }
  return response
}

function setLength(response: HttpResponse, value: string): void {
  if (response.body instanceof Uint8Array || !/^\d{1,15}$/.test(value)) return
  response.streamBytes = Number(value)
}

/** One header that cannot be sent is no reason to lose the page. */
function append(response: HttpResponse, request: HttpRequest, name: string, value: string): void {
  try {
    response.headers.append(name, value)
  } catch (error) {
    if (!(error instanceof HttpCoreError)) throw error
    request.log.warn({ header: name, path: request.path }, `A header of PHP was left out: ${error.message}`)
  }
}
