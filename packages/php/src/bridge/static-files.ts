import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import {
  isSameState,
  mediaTypeOf,
  PublicVariant,
  VanillinError,
  type HttpRequest,
  type HttpResponse,
} from '@vanillin/core'

/** What small files may take of the memory together; with more all are let go. */
const KEPT_BYTES = 16 * 1024 * 1024

interface KeptFile {
  readonly file: PublicVariant
  readonly stats: Stats
  lookedAt: number
}

/**
 * The files of the PHP app as they were served before: without a charset, which would overrule that of an old page, and without a word on
 * caches. Conditional requests and ranges are answered.
 */
export class StaticFiles {
  readonly #believedMs: number
  readonly #kept = new Map<string, KeptFile>()
  #keptBytes = 0

  /** @param believedMs how long a file is taken to be as it was, and small ones are kept in memory; 0: they are looked at each time */
  constructor(believedMs: number) {
    this.#believedMs = believedMs
  }

  /**
   * @param path the real one
   * @throws VanillinError `E_METHOD_NOT_ALLOWED`, `E_FILE_NOT_FOUND` when it has gone meanwhile
   */
  async answer(request: HttpRequest, path: string): Promise<HttpResponse> {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      throw new VanillinError('E_METHOD_NOT_ALLOWED', `${request.path} is a file.`, {
        headers: { Allow: 'GET, HEAD' },
      })
    }
    return this.send(request, path)
  }

  /**
   * As `answer`, whatever the method is.
   *
   * @param type in place of that of the file's extension
   */
  async send(
    request: HttpRequest,
    path: string,
    type: string = mediaTypeOf(path).replace(/;.*/, ''),
  ): Promise<HttpResponse> {
    const response = await (await this.#find(path, type))?.respond(request)
    if (response === undefined) throw new VanillinError('E_FILE_NOT_FOUND', `The file ${path} has gone.`)
    response.isForwarded = true
    return response
  }

  async #find(path: string, type: string): Promise<PublicVariant | undefined> {
    const key = `${type} ${path}`
    const kept = this.#kept.get(key)
    const now = performance.now()
    if (kept !== undefined && now - kept.lookedAt < this.#believedMs) return kept.file
    const stats = await stat(path).catch(() => undefined)
    if (stats === undefined) return undefined
    if (kept !== undefined && kept.file.isSettled && isSameState(kept.stats, stats)) {
      kept.lookedAt = now
      return kept.file
    }
    const file = new PublicVariant(path, stats, { 'Content-Type': type })
    if (this.#believedMs > 0) this.#keep(key, { file, stats, lookedAt: now })
    return file
  }

  #keep(key: string, kept: KeptFile): void {
    this.#keptBytes += kept.file.weight - (this.#kept.get(key)?.file.weight ?? 0)
    if (this.#keptBytes > KEPT_BYTES) {
      this.#kept.clear()
      this.#keptBytes = kept.file.weight
    }
    this.#kept.set(key, kept)
  }
}
