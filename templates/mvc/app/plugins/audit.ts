import { Plugin } from 'vanillin'
import type { HttpRequest, HttpResponse } from 'vanillin'

/** Writes a line to the log for each request that may have changed something, after it was answered. */
export class AuditPlugin extends Plugin {
  override dispatchLoopShutdown(request: HttpRequest, response: HttpResponse) {
    if (request.method === 'GET' || request.method === 'HEAD') return
    request.log.info({ method: request.method, path: request.path, status: response.status }, 'change')
  }
}
