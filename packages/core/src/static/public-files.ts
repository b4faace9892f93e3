import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { LRUCache } from 'lru-cache'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { pathSegments } from '../routing/path-segments.ts'
import { FolderNames } from './folder-names.ts'
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
 * The files of public/, for paths that no route claims. No path leads out of the folder, a symbolic link in it may; no
 * dotfile is reached but `.well-known` (RFC 8615).
 */
export class PublicFiles {
  readonly #options: PublicFilesOptions
  readonly #kept = new LRUCache<string, KeptFile>({
    maxSize: KEPT_BYTES,
    sizeCalculation: ({ file }, path) => file.weight + 2 * path.length,
  })
  readonly #names: FolderNames | undefined

  constructor(options: PublicFilesOptions) {
    this.#options = options
    if (options.keepsFiles) this.#names = new FolderNames(options.folder, BELIEVED_MS)
  }

  /** The file at the request's path, or undefined when there is none. */
  find(request: HttpRequest): HttpResponse | Promise<HttpResponse | undefined> | undefined {
    const kept = this.#kept.get(request.path)
    const now = performance.now()
    if (kept === undefined && this.#names?.lacks(request.path, now) === true) return undefined
    if (kept === undefined || now - kept.lookedAt > BELIEVED_MS) return this.#look(request, kept, now)
    return kept.file.respond(request)
  }

  async #look(
    request: HttpRequest,
    kept: KeptFile | undefined,
    now: number,
  ): Promise<HttpResponse | undefined> {
    const segments = pathSegments(request.path)
    if (segments.length === 0 || !segments.every(isPlainName)) return undefined
    const path = join(this.#options.folder, ...segments)
    const stats = await statIfThere(path)
    if (!stats?.isFile()) {
      this.#kept.delete(request.path)
      return undefined
    }
    if (kept?.file.isAsIn(stats)) {
      kept.lookedAt = now
      return kept.file.respond(request)
    }
    const file = new PublicFile(path, stats, this.#options.isImmutable(request.path))
    if (this.#options.keepsFiles) this.#kept.set(request.path, { file, lookedAt: now })
    return file.respond(request)
  }
}

function isPlainName(segment: string): boolean {
  if (segment === '' || /[/\\:]/.test(segment)) return false
  return !segment.startsWith('.') || segment === '.well-known'
}

async function statIfThere(file: string): Promise<Stats | undefined> {
  try {
    return await stat(file)
  } catch {
    return undefined
  }
}
