import pino from 'pino'

/** A batch goes out when it has this many characters ... */
const BATCH_LENGTH = 16_384
/** ... or when its first line is this old. */
const BATCH_AGE_MS = 200

/**
 * Collects log lines and hands them to the operating system in batches, off the way of the requests. What is pending goes
 * out when the process exits; a process that is killed loses at most the last 200 ms.
 *
 * The batches are made here because pino's own buffer counts the bytes of all that is pending again with each line.
 */
export class BatchedOutput {
  readonly #destination: ReturnType<typeof pino.destination>
  #pending = ''
  #timer: NodeJS.Timeout | undefined

  /** @param fd the file descriptor to write to, 1 for standard output */
  constructor(fd: number) {
    this.#destination = pino.destination({ fd, sync: false })
    process.on('exit', () => this.flushSync())
  }

  write(line: string): void {
    this.#pending += line
    if (this.#pending.length >= BATCH_LENGTH) this.#send()
    else this.#timer ??= setTimeout(() => this.#send(), BATCH_AGE_MS).unref()
  }

  /** Called by pino's `flush`. */
  flush(callback?: (error?: Error) => void): void {
    this.#send()
    this.#destination.flush(callback)
  }

  /** Called by pino after a fatal line. */
  flushSync(): void {
    this.#send()
    this.#destination.flushSync()
  }

  #send(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (this.#pending === '') return
    this.#destination.write(this.#pending)
    this.#pending = ''
  }
}
