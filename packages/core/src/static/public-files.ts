import { LRUCache } from 'lru-cache'
import { FileRoot } from '../files/file-root.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import { pathSegments } from '../routing/path-segments.ts'
import { findCompressedForms, onlyCurrentForms, statIfFile } from './compressed-forms.ts'
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
  /**
   * As in production: small files stay in memory, as with nginx's `open_file_cache`, so that a change is seen within a second, and
   * compressed forms of files are served.
   */
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
  readonly #names: FolderNames | undefined

  /** What is being looked at: many requests for a file that is not known yet are one look. */
  readonly #looking = new Map<string, Promise<PublicFile | undefined>>()

  constructor(options: PublicFilesOptions) {
    this.#options = options
    this.#root = new FileRoot(options.folder)
    if (options.keepsFiles) this.#names = new FolderNames(options.folder, BELIEVED_MS)
  }

  /** The file at the request's path, or undefined when there is none. */
  find(request: HttpRequest): HttpResponse | Promise<HttpResponse | undefined> | undefined {
    const kept = this.#kept.get(request.path)
    const now = performance.now()
    if (kept === undefined && this.#names?.lacks(request.path, now) === true) return undefined
    if (kept === undefined || now - kept.lookedAt > BELIEVED_MS) return this.#lookAndRespond(request)
    return kept.file.respond(request)
  }

  async #lookAndRespond(request: HttpRequest): Promise<HttpResponse | undefined> {
    const { path } = request
    let looking = this.#looking.get(path)
    if (looking === undefined) {
      looking = this.#look(path).finally(() => this.#looking.delete(path))
      this.#looking.set(path, looking)
    }
    return (await looking)?.respond(request)
  }

  async #look(url: string): Promise<PublicFile | undefined> {
    const lookedAt = performance.now()
    const segments = pathSegments(url)
    const path = segments.every(isPublicName) ? await this.#root.find(segments) : undefined
    const stats = path === undefined ? undefined : await statIfFile(path)
    if (path === undefined || stats === undefined) {
      this.#kept.delete(url)
      return undefined
    }
    const { isImmutable, keepsFiles } = this.#options
    const beside = keepsFiles ? await findCompressedForms(path, stats) : []
    const kept = this.#kept.get(url)
    if (kept?.file.isAsIn(stats, beside)) {
      kept.lookedAt = lookedAt
      return kept.file
    }
    const compressed = await onlyCurrentForms(beside, path)
    const file = new PublicFile(path, stats, { isImmutable: isImmutable(url), beside, compressed })
    if (keepsFiles) this.#kept.set(url, { file, lookedAt })
    return file
  }
}

/** No dotfile is public but `.well-known` (RFC 8615). */
function isPublicName(segment: string): boolean {
  return !segment.startsWith('.') || segment === '.well-known'
}
