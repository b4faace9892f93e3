import { createReadStream, type Stats } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import type { HttpRequest } from '../http/http-request.ts'
import { HttpResponse } from '../http/http-response.ts'
import { mediaTypeOf } from './media-type.ts'

/** Up to this size a file is sent in one piece, above as a stream. */
const ONE_PIECE_BYTES = 64 * 1024

/** One state of a file in public/: what was on the disk when it was looked at. */
export class PublicFile {
  readonly #path: string
  readonly #size: number
  readonly #modified: Date
  readonly #headers: Readonly<Record<string, string>> & { readonly ETag: string }
  /** Read with the first answer that needs it; undefined for a file that is streamed. */
  #content: Buffer | undefined

  /** @param isImmutable whether it never changes under its name */
  constructor(path: string, stats: Stats, isImmutable: boolean) {
    this.#path = path
    this.#size = stats.size
    this.#modified = stats.mtime
    this.#headers = {
      'Content-Type': mediaTypeOf(path),
      'Cache-Control': isImmutable
        ? 'public, max-age=31536000, immutable'
        : 'public, max-age=0, must-revalidate',
      'Last-Modified': stats.mtime.toUTCString(),
      ETag: `W/"${stats.size.toString(36)}-${Math.trunc(stats.mtimeMs).toString(36)}"`,
      'X-Content-Type-Options': 'nosniff',
    }
  }

  /** What keeping it costs, in bytes. */
  get weight(): number {
    return 1024 + (this.#size <= ONE_PIECE_BYTES ? this.#size : 0)
  }

  isAsIn(stats: Stats): boolean {
    return stats.size === this.#size && stats.mtimeMs === this.#modified.getTime()
  }

  respond(request: HttpRequest): HttpResponse | Promise<HttpResponse> {
    const headers = this.#headers
    if (this.#isFresh(request)) return new HttpResponse(undefined, { status: 304, headers })
    if (this.#content !== undefined) return new HttpResponse(this.#content, { headers })
    if (this.#size <= ONE_PIECE_BYTES) return this.#read()
    const response = new HttpResponse(Readable.from(chunksOf(this.#path)), { headers })
    response.streamBytes = this.#size
    return response
  }

  async #read(): Promise<HttpResponse> {
    const content = await readFile(this.#path)
    // One that was written meanwhile is another state of the file, and not what the validators stand for.
    if (content.byteLength === this.#size) this.#content = content
    return new HttpResponse(content, { headers: this.#headers })
  }

  /** RFC 9110, 13.2.2: If-None-Match decides alone when it is there. */
  #isFresh(request: HttpRequest): boolean {
    const tags = request.headers.get('if-none-match')
    if (tags !== undefined)
      return tags === '*' || tags.split(',').some((tag) => tag.trim() === this.#headers.ETag)
    const since = request.headers.get('if-modified-since')
    if (since === undefined) return false
    return Math.trunc(this.#modified.getTime() / 1000) * 1000 <= Date.parse(since)
  }
}

/** Opened when the first chunk is asked for, which for HEAD is never. */
async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  yield* createReadStream(file) as AsyncIterable<Buffer>
}
