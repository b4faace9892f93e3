import { Readable } from 'node:stream'
import { VanillinError } from '../errors/vanillin-error.ts'
import { SafeHtml } from '../view/safe-html.ts'
import { atOrigin } from './at-origin.ts'
import { generatorResponse, isGenerator } from './generator-response.ts'
import { HttpResponse } from './http-response.ts'
import type { Origin } from './origin.ts'
import { html, jsonFrom } from './responses.ts'

/**
 * What an action, a hook or a middleware returned, as a response: a string is HTML (as PHP's echo), null an empty answer,
 * streams, Blobs and fetch's Response are sent as they are, what a generator yields is HTML that is sent as it comes, any other object is
 * JSON.
 *
 * @param origin names who returned the value, for the error message
 * @throws VanillinError `E_ACTION_RETURNED_NOTHING` for undefined, `E_RESPONSE_UNSUPPORTED` for what cannot be sent,
 * `E_PROMISE_NOT_AWAITED` for a promise in what becomes JSON
 */
export function toResponse(value: unknown, origin: Origin): HttpResponse {
  if (value instanceof HttpResponse) return value
  switch (typeof value) {
    case 'string':
      return html(value)
    case 'object':
      return value === null ? new HttpResponse(undefined, { status: 204 }) : fromObject(value, origin)
    case 'undefined':
      throw atOrigin(returnedNothing(origin), origin)
    case 'number':
    case 'boolean':
      return jsonFrom(value, origin)
    default:
      throw atOrigin(
        new VanillinError(
          'E_RESPONSE_UNSUPPORTED',
          `${origin.describe()} returned a ${typeof value}, which cannot be sent.`,
        ),
        origin,
      )
  }
}

function returnedNothing(origin: Origin): VanillinError {
  return new VanillinError(
    'E_ACTION_RETURNED_NOTHING',
    `${origin.describe()} returned nothing: a \`return\` is missing on the way that it took.`,
    origin.advice === undefined ? {} : { help: origin.advice },
  )
}

function fromObject(value: object, origin: Origin): HttpResponse {
  // Most answers are literals and lists: one comparison in place of six walks along the chain of prototypes.
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype || prototype === Array.prototype) return jsonFrom(value, origin)
  if (value instanceof SafeHtml) return html(value.toString())
  if (value instanceof Uint8Array) return binary(value, 'application/octet-stream')
  if (value instanceof Readable) return binary(value, 'application/octet-stream')
  if (value instanceof ReadableStream) return binary(Readable.fromWeb(value), 'application/octet-stream')
  if (value instanceof Blob) return fromBlob(value)
  if (value instanceof Response) return fromFetchResponse(value)
  if (isGenerator(value)) return generatorResponse(value)
  return jsonFrom(value, origin)
}

function binary(body: Uint8Array | Readable, type: string): HttpResponse {
  return new HttpResponse(body, { headers: { 'Content-Type': type } })
}

function fromBlob(blob: Blob): HttpResponse {
  const body = Readable.fromWeb(blob.stream())
  const response = binary(body, blob.type || 'application/octet-stream')
  response.streamBytes = blob.size
  return response
}

function fromFetchResponse(source: Response): HttpResponse {
  const body = source.body === null ? undefined : Readable.fromWeb(source.body)
  const response = new HttpResponse(body, { status: source.status })
  for (const [name, value] of source.headers) response.headers.append(name, value)
  const length = source.headers.get('content-length')
  if (length !== null && /^\d+$/.test(length) && body !== undefined) {
    response.streamBytes = Number(length)
    response.headers.delete('content-length')
  }
  return response
}
