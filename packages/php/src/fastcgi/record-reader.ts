import { BridgeError } from '../errors/bridge-error.ts'
import { FASTCGI_VERSION, HEADER_BYTES, RecordType, REQUEST_ID } from './record-type.ts'

/** Whom a `RecordReader` tells of what it reads. Pieces are views of the bytes that were fed. */
export interface RecordSink {
  /** A piece of what the script put out, headers first. */
  stdout(piece: Buffer): void
  /** A piece of what PHP reports. */
  stderr(piece: Buffer): void
  /** The answer is complete. */
  ended(protocolStatus: number): void
}

const END_BYTES = 8

/**
 * Takes records apart as their bytes come, in pieces of whatever size; content is passed on at once and kept nowhere.
 *
 * @throws BridgeError `E_PHP_MALFORMED` from `feed`, for what is no record of a responder's answer
 */
export class RecordReader {
  readonly #sink: RecordSink
  readonly #header = Buffer.allocUnsafe(HEADER_BYTES)
  readonly #end = Buffer.allocUnsafe(END_BYTES)
  #headerBytes = 0
  #type = 0
  #contentBytes = 0
  #paddingBytes = 0
  #endBytes = 0

  constructor(sink: RecordSink) {
    this.#sink = sink
  }

  feed(bytes: Buffer): void {
    let offset = 0
    while (offset < bytes.length) {
      if (this.#contentBytes > 0) offset += this.#takeContent(bytes, offset)
      else if (this.#paddingBytes > 0) offset += this.#skipPadding(bytes.length - offset)
      else offset += this.#takeHeader(bytes, offset)
    }
  }

  #takeHeader(bytes: Buffer, offset: number): number {
    const taken = bytes.copy(
      this.#header,
      this.#headerBytes,
      offset,
      offset + HEADER_BYTES - this.#headerBytes,
    )
    this.#headerBytes += taken
    if (this.#headerBytes === HEADER_BYTES) this.#begin()
    return taken
  }

  #begin(): void {
    const header = this.#header
    this.#headerBytes = 0
    this.#type = header[1]!
    this.#contentBytes = header.readUInt16BE(4)
    this.#paddingBytes = header[6]!
    const { stdout, stderr, endRequest } = RecordType
    const isKnown = this.#type === stdout || this.#type === stderr || this.#type === endRequest
    if (header[0] !== FASTCGI_VERSION || header.readUInt16BE(2) !== REQUEST_ID || !isKnown)
      throw malformed(`a header of the bytes ${header.toString('hex')}`)
    if (this.#type !== endRequest) return
    if (this.#contentBytes !== END_BYTES) throw malformed(`an end of ${this.#contentBytes} bytes`)
    this.#endBytes = 0
  }

  #takeContent(bytes: Buffer, offset: number): number {
    const piece = bytes.subarray(offset, offset + this.#contentBytes)
    this.#contentBytes -= piece.length
    if (this.#type === RecordType.stdout) this.#sink.stdout(piece)
    else if (this.#type === RecordType.stderr) this.#sink.stderr(piece)
    else this.#takeEnd(piece)
    return piece.length
  }

  #takeEnd(piece: Buffer): void {
    this.#endBytes += piece.copy(this.#end, this.#endBytes)
    if (this.#endBytes === END_BYTES) this.#sink.ended(this.#end[4]!)
  }

  #skipPadding(available: number): number {
    const skipped = Math.min(available, this.#paddingBytes)
    this.#paddingBytes -= skipped
    return skipped
  }
}

function malformed(what: string): BridgeError {
  return new BridgeError('E_PHP_MALFORMED', `What came over the connection is no FastCGI: ${what}.`)
}
