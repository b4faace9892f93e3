import type { ByteSource, Segment } from './byte-source.ts'

/** A file that is in memory as a whole. */
export class MemorySource implements ByteSource {
  readonly #content: Buffer

  constructor(content: Buffer) {
    this.#content = content
  }

  read(segments: readonly Segment[]): Uint8Array {
    const pieces = segments.map((segment) =>
      segment instanceof Uint8Array ? segment : this.#content.subarray(segment.first, segment.last + 1),
    )
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces)
  }
}
