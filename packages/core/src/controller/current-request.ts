import { VanillinError } from '../errors/vanillin-error.ts'
import type { HttpRequest } from '../http/http-request.ts'

/** Set for the length of a constructor call, which is synchronous: no other request can come between. */
let current: HttpRequest | undefined

/** Makes an object whose constructor may ask for the request. */
export function createFor<Instance>(request: HttpRequest, Class: new () => Instance): Instance {
  const outer = current
  current = request
  try {
    return new Class()
  } finally {
    current = outer
  }
}

/** @throws VanillinError `E_CONTROLLER_OUTSIDE_REQUEST` */
export function currentRequest(): HttpRequest {
  if (current !== undefined) return current
  throw new VanillinError('E_CONTROLLER_OUTSIDE_REQUEST', 'A controller was created outside of a request.')
}
