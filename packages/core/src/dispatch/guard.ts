import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'

export type Answer = HttpResponse | Promise<HttpResponse>

export type OnError = (error: unknown, request: HttpRequest) => Answer

/** The same function, whose errors, thrown or rejected, are answered. What is synchronous stays so. */
export function guard<Given = void>(
  run: (request: HttpRequest, given: Given) => Answer,
  onError: OnError,
): (request: HttpRequest, given: Given) => Answer {
  return (request, given) => {
    try {
      const answer = run(request, given)
      return answer instanceof Promise ? answer.catch((error: unknown) => onError(error, request)) : answer
    } catch (error) {
      return onError(error, request)
    }
  }
}
