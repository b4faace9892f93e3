import { writeSync } from 'node:fs'
import { isoTime } from './iso-time.ts'

/** So much is kept for a reader that is behind. */
const MAX_QUEUED_BYTES = 8 * 1024 * 1024
/** While lines are lost, standard error says so this often at most. */
const REPORT_INTERVAL_MS = 10_000
/** So long the end of the process waits for a reader that is behind. */
const LAST_WAIT_MS = 1_000
const LAST_WAIT_STEP_MS = 10

const REASONS: Readonly<Record<string, string>> = {
  ENOSPC: 'no space left on device',
  EDQUOT: 'disk quota exceeded',
  EPIPE: 'nobody reads them any more',
  EIO: 'input/output error',
}

/** Whole lines on their way out. */
interface Entry {
  readonly bytes: Buffer
  /** How many lines a notice tells of; 0 for lines of the log themselves. */
  readonly lost: number
}

/**
 * Writes lines to a file descriptor as fast as that takes them. A log is no reason to stop serving: what a full disk does not
 * take is dropped and counted, what a pipe does not take waits up to 8 MiB and is dropped then, and nothing throws. The gap is
 * named on standard error, and in the log itself where it was, once that can be written again.
 */
export class LineWriter {
  readonly #fd: number
  #queue: Entry[] = []
  #queuedBytes = 0
  /** True when what was written last ends within a line. */
  #isTorn = false
  /** Lines lost since the last notice in the log. */
  #lost = 0
  /** Lines lost since the last report on standard error. */
  #unreported = 0
  #reason = ''
  #reportedAt = -Infinity

  /** @param fd the file descriptor to write to, 1 for standard output */
  constructor(fd: number) {
    this.#fd = fd
    // A write to a pipe that nobody reads would hold the whole process. node makes the descriptor of a pipe or socket
    // non-blocking when it opens its stream; files and terminals it leaves as they are.
    if (fd === 1) void process.stdout
  }

  /** True while the descriptor takes no more. */
  get isBehind(): boolean {
    return this.#queue.length !== 0
  }

  /** @param lines whole lines, the last line break included */
  write(lines: Buffer): void {
    if (this.isBehind) this.drain()
    const { isBehind } = this
    if (isBehind && this.#queuedBytes + lines.byteLength > MAX_QUEUED_BYTES) {
      this.#lose(countLines(lines), 'whoever reads them has fallen behind')
      return
    }
    if (this.#lost > 0) this.#push(this.#notice())
    this.#push({ bytes: lines, lost: 0 })
    if (!isBehind) this.drain()
  }

  /** Writes what the descriptor takes now. */
  drain(): void {
    for (let entry = this.#queue[0]; entry !== undefined; entry = this.#queue[0]) {
      try {
        const written = writeSync(this.#fd, entry.bytes)
        this.#queuedBytes -= written
        this.#isTorn = written < entry.bytes.byteLength
        if (this.#isTorn) this.#queue[0] = { ...entry, bytes: entry.bytes.subarray(written) }
        else this.#queue.shift()
      } catch (error) {
        const { code = '', message } = error as NodeJS.ErrnoException
        if (code !== 'EAGAIN') this.#loseAll(REASONS[code] ?? message)
        return
      }
    }
  }

  /** The process ends: waits a moment for a reader that is behind, and says what was lost. */
  finish(): void {
    const sleeper = new Int32Array(new SharedArrayBuffer(4))
    const deadline = performance.now() + LAST_WAIT_MS
    for (this.drain(); this.isBehind && performance.now() < deadline; this.drain()) {
      Atomics.wait(sleeper, 0, 0, LAST_WAIT_STEP_MS)
    }
    if (this.isBehind) this.#loseAll('nobody read them before the process ended')
    this.#report()
  }

  #push(entry: Entry): void {
    this.#queue.push(entry)
    this.#queuedBytes += entry.bytes.byteLength
  }

  /** What stands in the log where lines are missing. */
  #notice(): Entry {
    const lost = this.#lost
    this.#lost = 0
    const message = JSON.stringify(`${lost} lines of this log were lost: ${this.#reason}`)
    const lineBreak = this.#isTorn && !this.isBehind ? '\n' : ''
    return { bytes: Buffer.from(`${lineBreak}{"level":40${isoTime()},"msg":${message}}\n`), lost }
  }

  #loseAll(reason: string): void {
    const queue = this.#queue
    this.#queue = []
    this.#queuedBytes = 0
    let lines = 0
    for (const { bytes, lost } of queue) {
      // What a notice tells of has been reported already.
      if (lost > 0) this.#lost += lost
      else lines += countLines(bytes)
    }
    this.#lose(lines, reason)
  }

  #lose(lines: number, reason: string): void {
    if (reason !== this.#reason) this.#report()
    this.#lost += lines
    this.#unreported += lines
    this.#reason = reason
    if (performance.now() - this.#reportedAt >= REPORT_INTERVAL_MS) this.#report()
  }

  #report(): void {
    if (this.#unreported === 0) return
    // By console: an error of standard error itself, which may lie on the same full disk, it keeps to itself.
    console.error(`log: ${this.#unreported} lines lost: ${this.#reason}`)
    this.#unreported = 0
    this.#reportedAt = performance.now()
  }
}

function countLines(bytes: Buffer): number {
  let lines = 0
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines++
  return lines
}
