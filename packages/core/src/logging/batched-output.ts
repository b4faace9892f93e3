import { LineWriter } from './line-writer.ts'

/** A batch goes out when it has this many bytes ... */
const BATCH_BYTES = 12_288
/** ... or when its first line is this old. */
const BATCH_AGE_MS = 100
/** A reader that is behind is tried again after this time. */
const RETRY_MS = 10
/** So many characters are pending as a string: joining more of them costs more than it saves. */
const PIECE_LENGTH = 3_072

/**
 * Collects log lines and hands them to the operating system in batches. What is pending goes out when the process exits, by
 * whatever error; one that is killed loses at most the last 100 ms.
 *
 * The pieces are made here because pino's own buffer counts the bytes of all that is pending again with each line. They are
 * written in the process's own thread: for a batch that takes 10 us, by way of another thread twice that.
 */
export class BatchedOutput {
  readonly #writer: LineWriter
  #pending = ''
  #pieces: Buffer[] = []
  #bytes = 0
  #timer: NodeJS.Timeout | undefined

  /** @param fd the file descriptor to write to, 1 for standard output */
  constructor(fd: number) {
    this.#writer = new LineWriter(fd)
    process.on('exit', () => {
      this.flushSync()
      this.#writer.finish()
    })
  }

  write(line: string): void {
    this.#pending += line
    if (this.#pending.length >= PIECE_LENGTH) this.#collect()
    if (this.#bytes >= BATCH_BYTES) this.#send()
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
    this.#collect()
    if (this.#bytes > 0) this.#send()
    else this.#writer.drain()
    if (this.#writer.isBehind) this.#timer = this.#flushAfter(RETRY_MS)
  }

  #flushAfter(delayMs: number): NodeJS.Timeout {
    return setTimeout(() => this.flushSync(), delayMs).unref()
  }

  #collect(): void {
    if (this.#pending === '') return
    const piece = Buffer.from(this.#pending)
    this.#pieces.push(piece)
    this.#bytes += piece.byteLength
    this.#pending = ''
  }

  #send(): void {
    this.#writer.write(Buffer.concat(this.#pieces, this.#bytes))
    this.#pieces = []
    this.#bytes = 0
  }
}
