import type { HttpRequest } from './http-request.ts'
import { parseJson } from './parse-json.ts'
import { parseUrlencoded } from './parse-urlencoded.ts'

type BodyParser = (request: HttpRequest) => Promise<unknown>

/** Of a form without files. */
export const FORM_TYPE = 'application/x-www-form-urlencoded'

const parsers: Readonly<Record<string, BodyParser>> = {
  [FORM_TYPE]: async (request) => parseUrlencoded(await readText(request)),
  'application/json': async (request) => parseJson(await readText(request)),
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
 * @throws VanillinError `E_JSON_MALFORMED`, `E_FORM_MALFORMED`, `E_INPUT_KEY_REFUSED`
 * @throws BodyError from the core
 */
export function parseBody(request: HttpRequest): Promise<void> | undefined {
  return parserOf(request)?.(request).then((value) => {
    request.parsedBody = value
  })
}

/** Whether {@link parseBody} reads the body of this request. */
export function hasParsedBody(request: HttpRequest): boolean {
  return parserOf(request) !== undefined
}

function parserOf(request: HttpRequest): BodyParser | undefined {
  if (request.method === 'GET' || request.method === 'HEAD' || !request.body.exists) return undefined
  const type = bodyType(request)
  return parsers[type.endsWith('+json') ? 'application/json' : type]
}

async function readText(request: HttpRequest): Promise<string> {
  const bytes = await request.body.bytes()
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
}
