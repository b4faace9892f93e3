import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import type { PublicFiles } from './public-files.ts'

/**
 * Answers a file of public/, only where no route but a fallback does, so that routes pay nothing for it.
 *
 * @param onFile told of each file that is found
 */
export function createPublicFilesStage(
  files: PublicFiles,
  onFile: (response: HttpResponse) => void,
): (request: HttpRequest) => HttpResponse | Promise<HttpResponse | undefined> | undefined {
  const told = (response: HttpResponse | undefined): HttpResponse | undefined => {
    if (response !== undefined) onFile(response)
    return response
  }
  return (request) => {
    if (request.match !== undefined && request.match.route.tier !== 'fallback') return undefined
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
    const found = files.find(request)
    return found instanceof Promise ? found.then(told) : told(found)
  }
}
