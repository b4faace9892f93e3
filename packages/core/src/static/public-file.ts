import type { Stats } from 'node:fs'
import { chooseCoding, type ContentCoding } from '../compression/content-coding.ts'
import type { HttpRequest } from '../http/http-request.ts'
import type { HttpResponse } from '../http/http-response.ts'
import type { CompressedForm } from './compressed-forms.ts'
import { mediaTypeOf } from '../files/media-type.ts'
import { isSameState, PublicVariant } from './public-variant.ts'

export interface PublicFileOptions {
  /** True when it never changes under its name. */
  readonly isImmutable: boolean
  /** What lies beside it and looks like a compressed form. */
  readonly beside: readonly CompressedForm[]
  /** What of that is one. */
  readonly compressed: readonly CompressedForm[]
}

/** One state of a file in public/: what was on the disk when it was looked at, in all its forms. */
export class PublicFile {
  readonly #stats: Stats
  readonly #beside: readonly CompressedForm[]
  readonly #plain: PublicVariant
  readonly #variants: ReadonlyMap<ContentCoding, PublicVariant>
  readonly #codings: readonly ContentCoding[]

  constructor(path: string, stats: Stats, { isImmutable, beside, compressed }: PublicFileOptions) {
    const headers = {
      'Content-Type': mediaTypeOf(path),
      'Cache-Control': isImmutable
        ? 'public, max-age=31536000, immutable'
        : 'public, max-age=0, must-revalidate',
      ...(compressed.length > 0 && { Vary: 'Accept-Encoding' }),
    }
    this.#stats = stats
    this.#beside = beside
    this.#plain = new PublicVariant(path, stats, headers)
    this.#codings = compressed.map(({ coding }) => coding)
    this.#variants = new Map(
      compressed.map((form) => [
        form.coding,
        new PublicVariant(
          form.path,
          form.stats,
          { ...headers, 'Content-Encoding': form.coding },
          form.coding,
        ),
      ]),
    )
  }

  /** What keeping it costs, in bytes. */
  get weight(): number {
    return [...this.#variants.values()].reduce((sum, { weight }) => sum + weight, this.#plain.weight)
  }

  /** True while it is on the disk as it was, and is told apart from what it may be next. */
  isAsIn(stats: Stats, beside: readonly CompressedForm[]): boolean {
    return (
      this.#plain.isSettled &&
      isSameState(stats, this.#stats) &&
      beside.length === this.#beside.length &&
      beside.every((form, index) => isSameState(form.stats, this.#beside[index]!.stats))
    )
  }

  respond(request: HttpRequest): HttpResponse | Promise<HttpResponse | undefined> {
    return this.#choose(request).respond(request)
  }

  #choose(request: HttpRequest): PublicVariant {
    if (this.#codings.length === 0) return this.#plain
    const coding = chooseCoding(request.headers.get('accept-encoding'), this.#codings)
    return coding === undefined ? this.#plain : this.#variants.get(coding)!
  }
}
