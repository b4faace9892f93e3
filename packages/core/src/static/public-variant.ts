import type { Stats } from 'node:fs'
import { choosePart, isBodiless } from '../files/choose-part.ts'
import { ONE_PIECE_BYTES } from '../files/disk-source.ts'
import { openFile } from '../files/file-root.ts'
import { MemorySource } from '../files/memory-source.ts'
import { bodilessResponse, partResponse } from '../files/part-response.ts'
import { respondFrom } from '../files/respond-from.ts'
import { toRepresentation, type Representation } from '../files/representation.ts'
import type { HttpRequest } from '../http/http-request.ts'
import { HttpResponse } from '../http/http-response.ts'

/** One form of a public file: as it is, or compressed. */
export class PublicVariant {
  readonly #path: string
  readonly #stats: Stats
  readonly #headers: Readonly<Record<string, string>>
  readonly #variant: string | undefined
  readonly #representation: Representation
  /** Read with the first answer that needs it; undefined for a file that is streamed. */
  #content: Buffer | undefined

  /** @param variant tells its ETag from that of the file's other forms */
  constructor(path: string, stats: Stats, headers: Readonly<Record<string, string>>, variant?: string) {
    this.#path = path
    this.#stats = stats
    this.#headers = headers
    this.#variant = variant
    this.#representation = toRepresentation(stats, headers, variant)
  }

  /** What keeping it costs, in bytes. */
  get weight(): number {
    const { sizeBytes } = this.#representation
    return 1024 + (sizeBytes <= ONE_PIECE_BYTES ? sizeBytes : 0)
  }

  /** False as long as another change could leave its validators as they are. */
  get isSettled(): boolean {
    return !this.#representation.etag.startsWith('W/')
  }

  /** Undefined when the file has gone since it was looked at. */
  respond(request: HttpRequest): HttpResponse | Promise<HttpResponse | undefined> {
    const representation = this.#representation
    const part = choosePart(request, representation)
    if (isBodiless(part)) return bodilessResponse(part, representation)
    if (this.#content === undefined) return this.#open(request)
    if (part === 'whole') return new HttpResponse(this.#content, { headers: representation.headers })
    return partResponse(part, representation, new MemorySource(this.#content))
  }

  async #open(request: HttpRequest): Promise<HttpResponse | undefined> {
    const opened = await openFile(this.#path)
    if (opened === undefined) return undefined
    const { handle, stats } = opened
    // What was written since it was looked at is another state of the file, and not what the validators stand for.
    const variant = isSameState(stats, this.#stats)
      ? this
      : new PublicVariant(this.#path, stats, this.#headers, this.#variant)
    const response = await respondFrom(handle, request, variant.#representation)
    if (response.status === 200 && response.body instanceof Buffer) variant.#content = response.body
    return response
  }
}

/** True when there was no change between the two looks at a file. */
export function isSameState(left: Stats, right: Stats): boolean {
  return left.size === right.size && left.mtimeMs === right.mtimeMs
}
