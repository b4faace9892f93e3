import type { HttpRequest } from '../http/http-request.ts'

/** A function that answers without a controller; what it returns becomes the response. */
export type HandlerFunction = (request: HttpRequest) => unknown
