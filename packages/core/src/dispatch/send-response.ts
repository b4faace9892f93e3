import type { CoreResponse } from '@vanillin/http'
import { Readable } from 'node:stream'
import type { HttpResponse } from '../http/http-response.ts'

/**
 * Hands a response to the core. A rejection means that a streamed body failed before its first byte; the response is still
 * open then.
 */
export function sendResponse(response: HttpResponse, core: CoreResponse): void | Promise<void> {
  const { body, status, headers } = response
  if (body instanceof Readable) return core.stream(status, headers, body, response.streamBytes)
  core.send(status, headers, body)
}
