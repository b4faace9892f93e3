import { escapeLineSeparators } from './escape-line-separators.ts'
import { LineWriter } from './line-writer.ts'

/** A batch goes out when it has this many bytes ... */
const BATCH_BYTES = 12_288
/** ... or when its first line is this old. */
const BATCH_AGE_MS = 100
/** A reader that is behind is tried again after this time. */
const RETRY_MS = 10
/** Room for a batch and for a long line behind it. */
const BUFFER_BYTES = 16_384
/** No character of a string takes more in UTF-8. */
const MAX_BYTES_PER_CHARACTER = 3

/**
 * Collects log lines and hands them to the operating system in batches. What is pending goes out when the process exits, by
 * whatever error; one that is killed loses at most the last 100 ms.
 *
 * Lines lie as bytes in one buffer: as strings they would be copied twice more, and the garbage costs as much again. They are
 * written in the process's own thread: for a batch that takes 10 us, by way of another thread twice that.
 */
export class BatchedOutput {
  readonly #writer: LineWriter
  #bytes = Buffer.allocUnsafeSlow(BUFFER_BYTES)
  #length = 0
  #timer: NodeJS.Timeout | undefined

  /** @param fd the file descriptor to write to, 1 for standard output */
  constructor(fd: number) {
    this.#writer = new LineWriter(fd)
    process.on('exit', () => {
      this.flushSync()
      this.#writer.finish()
    })
  }

  /** Called by pino. */
  write(written: string): void {
    const line = escapeLineSeparators(written)
    const maxBytes = line.length * MAX_BYTES_PER_CHARACTER
    if (maxBytes > BUFFER_BYTES) {
      this.#send()
      this.#hand(Buffer.from(line))
      return
    }
    const at = this.reserve(maxBytes)
    this.commit(at + this.#bytes.write(line, at))
  }

  /** Where lines are put together. Ask for it again after each `reserve`. */
  get bytes(): Uint8Array {
    return this.#bytes
  }

  /** Makes room for one line of at most so many bytes, 16 KiB at most. @returns where it begins in `bytes` */
  reserve(maxBytes: number): number {
    if (this.#length + maxBytes > BUFFER_BYTES) this.#send()
    return this.#length
  }

  /** The reserved line is there. @param end where it ends in `bytes` */
  commit(end: number): void {
    this.#length = end
    if (end >= BATCH_BYTES) this.#send()
    this.#timer ??= this.#flushAfter(BATCH_AGE_MS)
  }

  /** Called by pino's `flush`. */
  flush(callback?: (error?: Error) => void): void {
    this.flushSync()
    callback?.()
  }

  /** Called by pino after a fatal line. */
  flushSync(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#length > 0) this.#send()
    else this.#writer.drain()
    if (this.#writer.isBehind) this.#timer = this.#flushAfter(RETRY_MS)
  }

  #flushAfter(delayMs: number): NodeJS.Timeout {
    return setTimeout(() => this.flushSync(), delayMs).unref()
  }

  #send(): void {
    if (this.#length === 0) return
    const lines = this.#bytes.subarray(0, this.#length)
    this.#length = 0
    this.#hand(lines)
    // It keeps what a slow reader has not taken.
    if (this.#writer.isBehind) this.#bytes = Buffer.allocUnsafeSlow(BUFFER_BYTES)
  }

  #hand(lines: Buffer): void {
    this.#writer.write(lines)
    this.#timer ??= this.#flushAfter(BATCH_AGE_MS)
  }
}
