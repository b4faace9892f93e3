import { addAbortSignal, pipeline, Readable, Transform } from 'node:stream'
import type { HttpResponse, ResponseBody } from '@vanillin/core'

/** An answer with its whole body, to be looked at. */
export interface CapturedAnswer {
  readonly status: number
  /** By lower-case name, the first of each. */
  readonly headers: ReadonlyMap<string, string>
  readonly body: Buffer
}

/** Larger ones are not compared. */
const MAX_BYTES = 1024 * 1024

/**
 * The answer, which is sent all the same; undefined when its body is too large or breaks off.
 *
 * @param signal ends the copy: a client that reads slowly, or never, is not waited for
 */
export async function copyAnswer(
  response: HttpResponse,
  signal: AbortSignal,
): Promise<CapturedAnswer | undefined> {
  const { body, captured } = opened(response)
  if (!(body instanceof Readable)) {
    response.body = body
    return captured(bytesOf(body))
  }
  const { stream, whole } = copying(body, signal)
  response.body = stream
  return captured(await whole)
}

/**
 * The answer, which nobody gets; undefined when its body is too large.
 *
 * @param signal ends it: a body may go on without an end
 */
export async function takeAnswer(
  response: HttpResponse,
  signal: AbortSignal,
): Promise<CapturedAnswer | undefined> {
  const { body, captured } = opened(response)
  if (!(body instanceof Readable)) return captured(bytesOf(body))
  addAbortSignal(signal, body)
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of body as AsyncIterable<string | Uint8Array>) {
    const bytes = Buffer.from(chunk)
    sizeBytes += bytes.byteLength
    if (sizeBytes > MAX_BYTES) return undefined
    chunks.push(bytes)
  }
  return captured(Buffer.concat(chunks))
}

interface OpenedAnswer {
  readonly body: ResponseBody
  /** Undefined when the body is too large, or did not come whole. */
  readonly captured: (body: Buffer | undefined) => CapturedAnswer | undefined
}

/** Takes the body out of a response, whose head is kept as it is now. */
function opened(response: HttpResponse): OpenedAnswer {
  const { status } = response
  const headers = headersOf(response)
  return {
    body: response.takeBody(),
    captured: (body) =>
      body === undefined || body.byteLength > MAX_BYTES ? undefined : { status, headers, body },
  }
}

function headersOf(response: HttpResponse): ReadonlyMap<string, string> {
  const headers = new Map<string, string>()
  for (const [name, value] of response.headers.entries()) {
    const known = name.toLowerCase()
    if (!headers.has(known)) headers.set(known, value)
  }
  return headers
}

function bytesOf(body: string | Uint8Array | undefined): Buffer {
  return body === undefined ? Buffer.alloc(0) : Buffer.from(body as string)
}

/** A stream that hands on another, and what went through it once it is over. */
function copying(
  source: Readable,
  signal: AbortSignal,
): {
  readonly stream: Readable
  readonly whole: Promise<Buffer | undefined>
} {
  let chunks: Buffer[] | undefined = []
  let sizeBytes = 0
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      sizeBytes += chunk.byteLength
      if (sizeBytes > MAX_BYTES) chunks = undefined
      chunks?.push(chunk)
      done(null, chunk)
    },
  })
  const whole = new Promise<Buffer | undefined>((resolve) => {
    const giveUp = (): void => resolve((chunks = undefined))
    if (signal.aborted) giveUp()
    else signal.addEventListener('abort', giveUp, { once: true })
    pipeline(source, stream, (error) => {
      signal.removeEventListener('abort', giveUp)
      resolve(error || chunks === undefined ? undefined : Buffer.concat(chunks))
    })
  })
  return { stream, whole }
}
