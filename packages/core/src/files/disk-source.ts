import type { FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { totalBytes, type ByteSource, type Segment } from './byte-source.ts'
import { FileStream } from './file-stream.ts'

/** Up to this size a body is sent in one piece, above as a stream. */
export const ONE_PIECE_BYTES: number = 64 * 1024

/** An open file. It is closed by reading it. */
export class DiskSource implements ByteSource {
  readonly #handle: FileHandle

  constructor(handle: FileHandle) {
    this.#handle = handle
  }

  read(segments: readonly Segment[]): Readable | Promise<Uint8Array> {
    const stream = new FileStream(this.#handle, segments)
    return totalBytes(segments) <= ONE_PIECE_BYTES ? collect(stream) : stream
  }
}

async function collect(stream: Readable): Promise<Uint8Array> {
  return Buffer.concat((await stream.toArray()) as Uint8Array[])
}
