import { LRUCache } from 'lru-cache'
import { FileRoot } from '../files/file-root.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { pathSegments } from '../routing/path-segments.ts'
import { findCompressedForms, statIfFile } from './compressed-forms.ts'
import { PublicFile } from './public-file.ts'

/** What small files may take of the memory together. */
const KEPT_BYTES = 16 * 1024 * 1024
/** How long a file is believed to be as it was. */
const BELIEVED_MS = 1000

export interface PublicFilesOptions {
  /** The folder, an absolute path. */
  readonly folder: string
  /** True for a URL whose content never changes, because its name carries a hash. */
  readonly isImmutable: (path: string) => boolean
  /** Whether small files stay in memory, as with nginx's `open_file_cache`: a change is then seen within a second. */
  readonly keepsFiles: boolean
}

interface KeptFile {
  readonly file: PublicFile
  lookedAt: number
}

/**
 * The files of public/, for paths that no route claims. No path and no symbolic link leads out of the folder, and no dotfile is
 * reached.
 */
export class PublicFiles {
  readonly #options: PublicFilesOptions
  readonly #root: FileRoot
  readonly #kept = new LRUCache<string, KeptFile>({
    maxSize: KEPT_BYTES,
    sizeCalculation: ({ file }, path) => file.weight + 2 * path.length,
  })

  constructor(options: PublicFilesOptions) {
    this.#options = options
    this.#root = new FileRoot(options.folder)
  }

  /** The file at the request's path, or undefined when there is none. */
  find(request: HttpRequest): HttpResponse | Promise<HttpResponse | undefined> {
    const kept = this.#kept.get(request.path)
    const now = performance.now()
    if (kept === undefined || now - kept.lookedAt > BELIEVED_MS) return this.#look(request, kept, now)
    return kept.file.respond(request)
  }

  async #look(
    request: HttpRequest,
    kept: KeptFile | undefined,
    now: number,
  ): Promise<HttpResponse | undefined> {
    const segments = pathSegments(request.path)
    const path = segments.every(isPublicName) ? await this.#root.find(segments) : undefined
    const stats = path === undefined ? undefined : await statIfFile(path)
    if (path === undefined || stats === undefined) {
      this.#kept.delete(request.path)
      return undefined
    }
    const compressed = await findCompressedForms(path, stats)
    if (kept?.file.isAsIn(stats, compressed)) {
      kept.lookedAt = now
      return kept.file.respond(request)
    }
    const isImmutable = this.#options.isImmutable(request.path)
    const file = new PublicFile(path, stats, { isImmutable, compressed })
    if (this.#options.keepsFiles) this.#kept.set(request.path, { file, lookedAt: now })
    return file.respond(request)
  }
}

/** No dotfile is public but `.well-known` (RFC 8615). */
function isPublicName(segment: string): boolean {
  return !segment.startsWith('.') || segment === '.well-known'
}
