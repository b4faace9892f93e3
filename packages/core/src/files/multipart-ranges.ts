import { randomBytes } from 'node:crypto'
import type { ByteRange } from './byte-ranges.ts'
import type { Segment } from './byte-source.ts'
import type { Representation } from './representation.ts'

export interface MultipartRanges {
  readonly contentType: string
  readonly segments: readonly Segment[]
}

/** Several ranges in one body, each behind a head of its own (RFC 9110, 14.6). */
export function toMultipartRanges(
  ranges: readonly ByteRange[],
  { headers, sizeBytes }: Representation,
): MultipartRanges {
  const boundary = randomBytes(18).toString('hex')
  const type = headers['Content-Type'] ?? 'application/octet-stream'
  const segments = ranges.flatMap((range, index): Segment[] => [
    Buffer.from(
      `${index === 0 ? '' : '\r\n'}--${boundary}\r\nContent-Type: ${type}\r\nContent-Range: ${toContentRange(range, sizeBytes)}\r\n\r\n`,
      'latin1',
    ),
    range,
  ])
  return {
    contentType: `multipart/byteranges; boundary=${boundary}`,
    segments: [...segments, Buffer.from(`\r\n--${boundary}--\r\n`)],
  }
}

export function toContentRange({ first, last }: ByteRange, sizeBytes: number): string {
  return `bytes ${first}-${last}/${sizeBytes}`
}
