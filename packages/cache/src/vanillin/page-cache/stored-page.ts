import { hash } from 'node:crypto'
import { HttpResponse } from '@vanillin/core'
import { Special } from '../../values/special.ts'

/** A page as it is kept. */
export interface StoredPage {
  readonly status: number
  /** Name and value by turns, as they were set. */
  readonly headers: readonly string[]
  readonly body: string | Special | null
  /** Milliseconds since 1970. */
  readonly madeAt: number
  readonly etag: string | null
  readonly freshMs: number
  readonly revalidateMs: number
  readonly ifErrorMs: number
}

/** Several pages are kept for one address: what they differ by, and what the keys of these begin with. */
export interface Variants {
  readonly version: string
  /** Request headers, in lower case. */
  readonly vary: readonly string[]
}

/** What is of this connection, or of this moment. */
const notKept = new Set([
  'connection',
  'keep-alive',
  'transfer-encoding',
  'content-length',
  'age',
  'x-cache',
  'date',
])

/** Undefined for a page that cannot be kept: a stream, or one that is too large. */
export function storePage(
  response: HttpResponse,
  times: Pick<StoredPage, 'madeAt' | 'freshMs' | 'revalidateMs' | 'ifErrorMs'>,
  maxBytes: number,
): StoredPage | undefined {
  const { status, body } = response
  if (body !== undefined && typeof body !== 'string' && !(body instanceof Uint8Array)) return undefined
  if (body !== undefined && Buffer.byteLength(body) > maxBytes) return undefined
  const etag = etagOf(response, body)
  if (etag !== null && !response.headers.has('ETag')) response.headers.set('ETag', etag)
  const headers: string[] = []
  for (const [name, value] of response.headers.entries())
    if (!notKept.has(name.toLowerCase())) headers.push(name, value)
  return {
    status,
    headers: Object.freeze(headers),
    body: body instanceof Uint8Array ? new Special('bytes', Uint8Array.from(body)) : (body ?? null),
    etag,
    ...times,
  }
}

export function toPage(page: StoredPage, now: number, isNotModified: boolean): HttpResponse {
  const { status, body } = page
  const response = new HttpResponse(isNotModified ? undefined : bodyOf(body))
  response.status = isNotModified ? 304 : status
  response.headers.appendAll(headersOf(page))
  response.headers.append('Age', String(Math.max(0, Math.floor((now - page.madeAt) / 1000))))
  return response
}

type Headers = HttpResponse['headers']

/** Of pages that are sent more than once, which are those in memory. */
const ready = new WeakMap<StoredPage, Headers>()

function headersOf(page: StoredPage): Headers {
  let headers = ready.get(page)
  if (headers === undefined) {
    headers = new HttpResponse().headers
    for (let i = 0; i < page.headers.length; i += 2) headers.append(page.headers[i]!, page.headers[i + 1]!)
    ready.set(page, headers)
  }
  return headers
}

function bodyOf(body: StoredPage['body']): string | Uint8Array | undefined {
  // A copy: middleware outside may write into what it is given.
  if (body instanceof Special) return Uint8Array.from(body.content as Uint8Array)
  return body ?? undefined
}

function etagOf({ status, headers }: HttpResponse, body: string | Uint8Array | undefined): string | null {
  const given = headers.get('ETag')
  if (given !== undefined || status !== 200 || body === undefined) return given ?? null
  return `"${hash('sha1', body, 'base64url')}"`
}
