import type { FileHandle } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { toError } from '../errors/to-error.ts'
import type { Segment } from './byte-source.ts'

const CHUNK_BYTES = 64 * 1024

/**
 * Reads segments of an open file, chunk by chunk as they are asked for, and closes it: at the end, after an error, and when nobody reads
 * on. A file that became shorter is an error, which cuts the connection, so that nobody takes a part for the whole.
 */
export class FileStream extends Readable {
  readonly #handle: FileHandle
  readonly #segments: readonly Segment[]
  #index = 0
  /** How much of the segment at the index has been read. */
  #offset = 0

  constructor(handle: FileHandle, segments: readonly Segment[]) {
    super({ highWaterMark: CHUNK_BYTES })
    this.#handle = handle
    this.#segments = segments
  }

  override _read(): void {
    this.#next().then(
      (chunk) => this.push(chunk),
      (error: unknown) => this.destroy(toError(error)),
    )
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    void this.#close(error, callback)
  }

  async #close(error: Error | null, callback: (error?: Error | null) => void): Promise<void> {
    let failure = error
    try {
      await this.#handle.close()
    } catch (thrown) {
      failure ??= toError(thrown)
    }
    callback(failure)
  }

  async #next(): Promise<Uint8Array | null> {
    const segment = this.#segments[this.#index]
    if (segment === undefined) return null
    if (segment instanceof Uint8Array) {
      this.#index++
      return segment
    }
    const position = segment.first + this.#offset
    const wanted = Math.min(CHUNK_BYTES, segment.last + 1 - position)
    const { bytesRead, buffer } = await this.#handle.read(Buffer.allocUnsafe(wanted), 0, wanted, position)
    if (bytesRead === 0) throw new Error('The file became shorter while it was sent.')
    this.#offset += bytesRead
    if (position + bytesRead > segment.last) {
      this.#index++
      this.#offset = 0
    }
    return bytesRead === wanted ? buffer : buffer.subarray(0, bytesRead)
  }
}
