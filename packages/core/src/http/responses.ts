import { HttpResponse, type ResponseOptions } from './http-response.ts'
import { writeJson } from './write-json.ts'
import type { Origin } from './origin.ts'

function typed(body: string, type: string, options: ResponseOptions | undefined): HttpResponse {
  const response = new HttpResponse(body, options)
  if (options?.headers === undefined || !response.headers.has('Content-Type'))
    response.headers.append('Content-Type', type)
  return response
}

/**
 * A plain text.
 *
 * @example
 * text('Not from here.', { status: 403 })
 */
export function text(body: string, options?: ResponseOptions): HttpResponse {
  return typed(body, 'text/plain; charset=utf-8', options)
}

/** HTML that is sent as it stands; a page from a template is `this.view()`. */
export function html(body: string, options?: ResponseOptions): HttpResponse {
  return typed(body, 'text/html; charset=utf-8', options)
}

/**
 * A value as JSON.
 * @throws VanillinError `E_RESPONSE_UNSUPPORTED` for what JSON cannot express, such as a bigint, a cycle or a Map;
 * `E_PROMISE_NOT_AWAITED`
 */
export function json(value: unknown, options?: ResponseOptions): HttpResponse {
  return jsonFrom(value, callOfJson, options)
}

const callOfJson: Origin = { describe: () => 'the call of json()' }

/** @param origin names who returned the value, for the error message */
export function jsonFrom(value: unknown, origin: Origin, options?: ResponseOptions): HttpResponse {
  return typed(writeJson(value, origin), 'application/json', options)
}

/**
 * Sends the client elsewhere. Characters that a URL cannot hold are percent-encoded.
 *
 * @param location a path of this app or an absolute URL. Never hand on what the client sent: that is an open redirect
 * @param status 301, 302 (default), 303, 307 or 308
 */
export function redirect(location: string, status: 301 | 302 | 303 | 307 | 308 = 302): HttpResponse {
  return new HttpResponse(undefined, {
    status,
    headers: { Location: encodeURI(location.toWellFormed()).replaceAll('%25', '%') },
  })
}
