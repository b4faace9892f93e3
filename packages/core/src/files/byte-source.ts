import type { Readable } from 'node:stream'
import type { ByteRange } from './byte-ranges.ts'

/** A piece of a body: bytes as they are, or a range of the source. */
export type Segment = Uint8Array | ByteRange

/** Where the bytes of a representation come from. */
export interface ByteSource {
  /** The body out of these segments; called once at most. */
  read(segments: readonly Segment[]): Uint8Array | Readable | Promise<Uint8Array | Readable>
}

export function segmentBytes(segment: Segment): number {
  return segment instanceof Uint8Array ? segment.byteLength : segment.last - segment.first + 1
}

export function totalBytes(segments: readonly Segment[]): number {
  return segments.reduce((sum, segment) => sum + segmentBytes(segment), 0)
}
