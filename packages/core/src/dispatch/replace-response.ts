import type { HttpResponse } from '../http/http-response.ts'
import type { Answer } from './answer.ts'

/** The response that is sent; the one that it takes the place of, if there is one, is let go of. */
export function replaceResponse(before: Answer | undefined, response: HttpResponse): HttpResponse {
  if (before instanceof Promise) void before.then((unsent) => unsent !== response && unsent.discard())
  else if (before !== undefined && before !== response) before.discard()
  return response
}
