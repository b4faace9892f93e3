import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'

export type Answer = HttpResponse | Promise<HttpResponse>

export type OnError = (error: unknown, request: HttpRequest) => Answer
