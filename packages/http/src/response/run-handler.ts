import type { CoreRequest } from '../port/core-request.ts'
import type { HttpCoreOptions } from '../port/http-core.ts'
import { ResponseHeaders } from '../port/response-headers.ts'
import type { BaseResponse } from './base-response.ts'

/** Calls the handler. What it throws is reported, and answered with a bare 500 as long as nothing has been written. */
export function runHandler(options: HttpCoreOptions, request: CoreRequest, response: BaseResponse): void {
  try {
    options.handler(request, response)
  } catch (error) {
    if (options.onError) options.onError(error)
    else console.error(error)
    if (response.state === 'open') response.send(500, new ResponseHeaders())
    else response.cut()
  }
}
