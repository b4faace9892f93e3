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
): (request: HttpRequest) => Promise<HttpResponse | undefined> | undefined {
  return (request) => {
    if (request.match !== undefined && request.match.route.tier !== 'fallback') return undefined
    if (request.method !== 'GET' && request.method !== 'HEAD') return undefined
    return files.find(request)?.then((response) => {
      if (response !== undefined) onFile(response)
      return response
    })
  }
}
