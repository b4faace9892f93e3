import pino from 'pino'

/** A batch goes out when it has this many bytes ... */
const BATCH_BYTES = 12_288
/** ... or when its first line is this old. */
const BATCH_AGE_MS = 100
/** So many characters are pending as a string: joining more of them costs more than it saves. */
const PIECE_LENGTH = 3_072

/**
 * Collects log lines and hands them to the operating system in batches. What is pending goes out when the process exits, by
 * whatever error; one that is killed loses at most the last 100 ms.
 *
 * The pieces are made here because pino's own buffer counts the bytes of all that is pending again with each line. They are
 * written synchronously, as pino and console do it by themselves: for a batch that takes 10 us, a thread of its own twice that.
 */
export class BatchedOutput {
  readonly #destination: ReturnType<typeof pino.destination>
  #pending = ''
  #pieces: Buffer[] = []
  #bytes = 0
  #timer: NodeJS.Timeout | undefined

  /** @param fd the file descriptor to write to, 1 for standard output */
  constructor(fd: number) {
    this.#destination = pino.destination({ fd, sync: true, contentMode: 'buffer' })
    process.on('exit', () => this.flushSync())
  }

  write(line: string): void {
    this.#pending += line
    if (this.#pending.length >= PIECE_LENGTH) this.#collect()
    if (this.#bytes >= BATCH_BYTES) this.#send()
    this.#timer ??= setTimeout(() => this.flushSync(), BATCH_AGE_MS).unref()
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
    this.#send()
  }

  #collect(): void {
    if (this.#pending === '') return
    const piece = Buffer.from(this.#pending)
    this.#pieces.push(piece)
    this.#bytes += piece.byteLength
    this.#pending = ''
  }

  /** Not by the destination's own flushSync: that tries for ever where nobody reads any more. */
  #send(): void {
    if (this.#bytes === 0) return
    // Bytes: of a string the destination would count them twice. In this mode it takes them, whatever its type says.
    this.#destination.write(Buffer.concat(this.#pieces, this.#bytes) as unknown as string)
    this.#pieces = []
    this.#bytes = 0
  }
}
