import { FASTCGI_VERSION, HEADER_BYTES, RecordType, REQUEST_ID } from './record-type.ts'

/** What one record holds at most; a multiple of eight, so that full records need no padding. */
export const MAX_CONTENT_BYTES = 65_528

const RESPONDER = 1
const KEEP_CONNECTION = 1

/** The first record of a request: PHP is the responder, and does not close the connection behind its answer. */
export function beginRecord(): Buffer {
  const record = Buffer.alloc(HEADER_BYTES + 8)
  writeHeader(record, 0, RecordType.beginRequest, 8, 0)
  record.writeUInt16BE(RESPONDER, HEADER_BYTES)
  record[HEADER_BYTES + 2] = KEEP_CONNECTION
  return record
}

/** The record that ends a stream. */
export function endOfStream(type: number): Buffer {
  const record = Buffer.alloc(HEADER_BYTES)
  writeHeader(record, 0, type, 0, 0)
  return record
}

/** Content of a stream as records; nothing for no content, which would end it. */
export function streamRecords(type: number, content: Uint8Array): Buffer {
  const count = Math.ceil(content.byteLength / MAX_CONTENT_BYTES)
  const lastPadding = paddingOf(content.byteLength % MAX_CONTENT_BYTES)
  const records = Buffer.alloc(count * HEADER_BYTES + content.byteLength + lastPadding)
  let offset = 0
  for (let start = 0; start < content.byteLength; start += MAX_CONTENT_BYTES) {
    const length = Math.min(MAX_CONTENT_BYTES, content.byteLength - start)
    writeHeader(records, offset, type, length, paddingOf(length))
    records.set(content.subarray(start, start + length), offset + HEADER_BYTES)
    offset += HEADER_BYTES + length
  }
  return records
}

function paddingOf(length: number): number {
  return (8 - (length % 8)) % 8
}

function writeHeader(target: Buffer, offset: number, type: number, length: number, padding: number): void {
  target[offset] = FASTCGI_VERSION
  target[offset + 1] = type
  target.writeUInt16BE(REQUEST_ID, offset + 2)
  target.writeUInt16BE(length, offset + 4)
  target[offset + 6] = padding
}
