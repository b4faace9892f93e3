import { BodyError } from '@vanillin/http'
import { defaultRequestLimits } from '../config/request-limits.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import type { HttpRequest } from './http-request.ts'
import { parseJson } from './parse-json.ts'

/**
 * The value of a body of JSON, of which less is taken than of others.
 * @throws VanillinError `E_JSON_TOO_LARGE`, and those of {@link parseJson}
 * @throws BodyError from the core
 */
export async function readJson(request: HttpRequest): Promise<unknown> {
  const { maxBodyBytes, maxJsonBytes } = { ...defaultRequestLimits, ...request.app.config.app.http?.limits }
  if (maxBodyBytes <= maxJsonBytes) return parseJson(await request.rawBody(), maxJsonBytes)
  const bytes = await request.raw.bytes({ maxBytes: maxJsonBytes }).catch((error: unknown) => {
    throw isTooLarge(error) ? tooLarge(maxJsonBytes, error) : error
  })
  // Whoever asked for the raw body before may have more of it.
  if (bytes.length > maxJsonBytes) throw tooLarge(maxJsonBytes)
  return parseJson(bytes, maxJsonBytes)
}

function isTooLarge(error: unknown): boolean {
  return error instanceof BodyError && error.code === 'E_BODY_TOO_LARGE'
}

function tooLarge(maxBytes: number, cause?: unknown): VanillinError {
  const message = `The body is larger than the ${maxBytes} bytes that are accepted of JSON.`
  return new VanillinError('E_JSON_TOO_LARGE', message, cause === undefined ? {} : { cause })
}
