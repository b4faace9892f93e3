import { VanillinError } from '../errors/vanillin-error.ts'
import type { HttpRequest } from './http-request.ts'
import { MULTIPART_TYPE, openMultipart } from './multipart/open-multipart.ts'
import { parseUrlencoded } from './parse-urlencoded.ts'
import { readJson } from './read-json.ts'

type BodyParser = (request: HttpRequest) => Promise<unknown>

/** Of a form without files. */
export const FORM_TYPE = 'application/x-www-form-urlencoded'

const parsers: Readonly<Record<string, BodyParser>> = {
  [FORM_TYPE]: async (request) => parseUrlencoded((await request.rawBody()).toString()),
  'application/json': readJson,
  [MULTIPART_TYPE]: readMultipart,
}

/** Whether the body is that of an HTML form, with files or without. */
export function isForm(request: HttpRequest): boolean {
  const type = bodyType(request)
  return type === FORM_TYPE || type === MULTIPART_TYPE
}

/** The media type of a request's body, in lower case and without parameters. */
export function bodyType(request: HttpRequest): string {
  const header = request.headers.get('content-type') ?? ''
  const semicolon = header.indexOf(';')
  return (semicolon === -1 ? header : header.slice(0, semicolon)).trim().toLowerCase()
}

/**
 * Reads a form or JSON body into `request.parsedBody`; a body of any other type is left to the action. Answers undefined at
 * once when there is nothing to read, so that a request without a body stays synchronous.
 *
 * @throws VanillinError `E_JSON_MALFORMED`, `E_JSON_TOO_DEEP`, `E_JSON_TOO_LARGE`, `E_FORM_MALFORMED`, `E_INPUT_KEY_REFUSED`, `E_UPLOAD_TOO_MANY`, `E_UPLOAD_FAILED`, `E_MEDIA_TYPE_UNSUPPORTED`
 * @throws BodyError from the core
 */
export function parseBody(request: HttpRequest): Promise<void> | undefined {
  return parserOf(request)?.(request).then((value) => {
    request.parsedBody = value
  })
}

/** Whether {@link parseBody} reads a form that may bring files. */
export function isMultipart(request: HttpRequest): boolean {
  return parserOf(request) === readMultipart
}

/** Whether {@link parseBody} reads the body of this request. */
export function hasParsedBody(request: HttpRequest): boolean {
  return parserOf(request) !== undefined
}

function parserOf(request: HttpRequest): BodyParser | undefined {
  if (request.method === 'GET' || request.method === 'HEAD' || !request.body.exists) return undefined
  const type = bodyType(request)
  const parser = parsers[type.endsWith('+json') ? 'application/json' : type]
  return parser !== undefined && isEncoded(request) ? refuseEncoded : parser
}

function isEncoded({ headers }: HttpRequest): boolean {
  const coding = headers.get('content-encoding')
  return coding !== undefined && coding.toLowerCase() !== 'identity'
}

/** To unpack a body is to read what may be a thousand times its size; taken as it is it would be called malformed. */
async function refuseEncoded(): Promise<never> {
  throw new VanillinError(
    'E_MEDIA_TYPE_UNSUPPORTED',
    'The body has a Content-Encoding: forms and JSON are read as they come.',
  )
}

async function readMultipart(request: HttpRequest): Promise<unknown> {
  const form = openMultipart(request)
  await form.finish()
  return form.fields
}
