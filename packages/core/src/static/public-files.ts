import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { HttpResponse } from '../http/http-response.ts'
import type { HttpRequest } from '../http/http-request.ts'
import { pathSegments } from '../routing/path-segments.ts'
import { mediaTypeOf } from './media-type.ts'

/** Up to this size a file is sent in one piece, above as a stream. */
const ONE_PIECE_BYTES = 64 * 1024

export interface PublicFilesOptions {
  /** The folder, an absolute path. */
  readonly folder: string
  /** True for a URL whose content never changes, because its name carries a hash. */
  readonly isImmutable: (path: string) => boolean
}

/**
 * The files of public/, for paths that no route claims. No path leads out of the folder, a symbolic link in it may; no
 * dotfile is reached but `.well-known` (RFC 8615).
 */
export class PublicFiles {
  readonly #options: PublicFilesOptions

  constructor(options: PublicFilesOptions) {
    this.#options = options
  }

  /** The file at the request's path, or undefined when there is none. */
  async find(request: HttpRequest): Promise<HttpResponse | undefined> {
    const segments = pathSegments(request.path)
    if (segments.length === 0 || !segments.every(isPlainName)) return undefined
    const file = join(this.#options.folder, ...segments)
    const stats = await statIfThere(file)
    if (!stats?.isFile()) return undefined
    return this.#respond(request, file, stats)
  }

  async #respond(request: HttpRequest, file: string, stats: Stats): Promise<HttpResponse> {
    const etag = `W/"${stats.size.toString(36)}-${Math.trunc(stats.mtimeMs).toString(36)}"`
    const immutable = this.#options.isImmutable(request.path)
    const headers = {
      'Content-Type': mediaTypeOf(file),
      'Cache-Control': immutable
        ? 'public, max-age=31536000, immutable'
        : 'public, max-age=0, must-revalidate',
      'Last-Modified': stats.mtime.toUTCString(),
      ETag: etag,
      'X-Content-Type-Options': 'nosniff',
    }
    if (isFresh(request, etag, stats.mtime)) return new HttpResponse(undefined, { status: 304, headers })
    if (stats.size <= ONE_PIECE_BYTES) return new HttpResponse(await readFile(file), { headers })
    const response = new HttpResponse(Readable.from(chunksOf(file)), { headers })
    response.streamBytes = stats.size
    return response
  }
}

/** Opened when the first chunk is asked for, which for HEAD is never. */
async function* chunksOf(file: string): AsyncGenerator<Buffer> {
  yield* createReadStream(file) as AsyncIterable<Buffer>
}

function isPlainName(segment: string): boolean {
  if (segment === '' || /[/\\:]/.test(segment)) return false
  return !segment.startsWith('.') || segment === '.well-known'
}

/** RFC 9110, 13.2.2: If-None-Match decides alone when it is there. */
function isFresh(request: HttpRequest, etag: string, modified: Date): boolean {
  const tags = request.headers.get('if-none-match')
  if (tags !== undefined) return tags === '*' || tags.split(',').some((tag) => tag.trim() === etag)
  const since = Date.parse(request.headers.get('if-modified-since') ?? '')
  return Math.trunc(modified.getTime() / 1000) * 1000 <= since
}

async function statIfThere(file: string): Promise<Stats | undefined> {
  try {
    return await stat(file)
  } catch {
    return undefined
  }
}
