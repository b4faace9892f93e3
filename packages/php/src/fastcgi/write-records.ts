import { FASTCGI_VERSION, HEADER_BYTES, RecordType, REQUEST_ID } from './record-type.ts'

/** What one record holds at most; a multiple of eight, so that full records need no padding. */
export const MAX_CONTENT_BYTES = 65_528

const RESPONDER = 1
const KEEP_CONNECTION = 1
const PADDING = Array.from({ length: 8 }, (_, bytes) => '\0'.repeat(bytes))

/**
 * The beginning of a request as a byte string: PHP is the responder, and does not close the connection behind its answer; then the
 * parameters, and their end.
 */
export function beginRequest(parameters: string): string {
  let head = BEGIN
  for (let start = 0; start < parameters.length; start += MAX_CONTENT_BYTES) {
    const content =
      parameters.length <= MAX_CONTENT_BYTES ? parameters : parameters.slice(start, start + MAX_CONTENT_BYTES)
    const padding = paddingOf(content.length)
    head += header(RecordType.params, content.length, padding) + content + PADDING[padding]
  }
  return head + END_OF_PARAMS
}

/** Content of a stream as records; nothing for no content, which would end it. */
export function streamRecords(type: number, content: Uint8Array): Buffer {
  const count = Math.ceil(content.byteLength / MAX_CONTENT_BYTES)
  const lastPadding = paddingOf(content.byteLength % MAX_CONTENT_BYTES)
  const records = Buffer.allocUnsafe(count * HEADER_BYTES + content.byteLength + lastPadding)
  let offset = 0
  for (let start = 0; start < content.byteLength; start += MAX_CONTENT_BYTES) {
    const length = Math.min(MAX_CONTENT_BYTES, content.byteLength - start)
    offset += records.write(header(type, length, paddingOf(length)), offset, 'latin1')
    records.set(content.subarray(start, start + length), offset)
    offset += length
  }
  records.fill(0, offset)
  return records
}

function paddingOf(length: number): number {
  return (8 - (length % 8)) % 8
}

function header(type: number, length: number, padding: number): string {
  return String.fromCharCode(
    FASTCGI_VERSION,
    type,
    REQUEST_ID >>> 8,
    REQUEST_ID & 0xff,
    length >>> 8,
    length & 0xff,
    padding,
    0,
  )
}

const BEGIN =
  header(RecordType.beginRequest, 8, 0) + String.fromCharCode(0, RESPONDER, KEEP_CONNECTION, 0, 0, 0, 0, 0)
const END_OF_PARAMS = header(RecordType.params, 0, 0)

/** The record that ends the body of a request, as a byte string. */
export const END_OF_STDIN: string = header(RecordType.stdin, 0, 0)
