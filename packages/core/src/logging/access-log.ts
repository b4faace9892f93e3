import pino from 'pino'
import type { HttpRequest } from '../http/http-request.ts'
import { BatchedOutput } from './batched-output.ts'
import { toTimeField } from './iso-time.ts'
import { putHundredths, putInteger, putPlainText, putText, putThousandths } from './line-bytes.ts'
import type { Logger } from './logger.ts'

const LEVELS = { trace: 10, info: 30 } as const

/** Longer paths are rare, and go the way of all lines. */
const MAX_PATH_LENGTH = 1_024
/** What a line has beside its head and its path: id, method, numbers and names. */
const MAX_OTHER_BYTES = 256
const MILLISECONDS_AT = ',"time":"2026-11-22T12:00:00.'.length

/**
 * The line that each request leaves: id, status, time in milliseconds, method and path. In production, where the lines are
 * JSON, it is put together here to the letter as pino would, which takes ten times as long for any object.
 */
export class AccessLog {
  readonly #log: LoggerParts
  readonly #output: BatchedOutput | undefined
  #lowest: number
  /** Level, time and the logger's own fields, which all lines of a second share but for the milliseconds. */
  #head = Buffer.alloc(0)
  #headLevel: keyof typeof LEVELS = 'info'
  #headMs = 0

  constructor(log: Logger) {
    this.#log = log as LoggerParts
    const stream = this.#log[pino.symbols.streamSym]
    if (stream instanceof BatchedOutput) this.#output = stream
    this.#lowest = log.levelVal
    log.on('level-change', (_label, level) => (this.#lowest = level))
  }

  write(level: keyof typeof LEVELS, request: HttpRequest, status: number, durationMs: number): void {
    if (LEVELS[level] < this.#lowest) return
    const hundredths = Math.round(durationMs * 100)
    if (this.#output !== undefined && this.#writeBytes(this.#output, level, request, status, hundredths))
      return
    const { id, method, path } = request
    this.#log[level]({ requestId: id, status, ms: hundredths / 100 }, `${method} ${path}`)
  }

  /** @returns false for a path that has to be escaped */
  #writeBytes(
    output: BatchedOutput,
    level: keyof typeof LEVELS,
    request: HttpRequest,
    status: number,
    hundredths: number,
  ): boolean {
    const { path } = request
    if (path.length > MAX_PATH_LENGTH) return false
    const head = this.#headOf(level)
    const start = output.reserve(head.byteLength + MAX_OTHER_BYTES + path.length)
    const { bytes } = output
    bytes.set(head, start)
    let at = putText(bytes, start + head.byteLength, request.id)
    at = putInteger(bytes, putText(bytes, at, '","status":'), status)
    at = putHundredths(bytes, putText(bytes, at, ',"ms":'), hundredths)
    at = putText(bytes, putText(bytes, at, ',"msg":"'), request.method)
    at = putPlainText(bytes, putText(bytes, at, ' '), path)
    if (at < 0) return false
    output.commit(putText(bytes, at, '"}\n'))
    return true
  }

  #headOf(level: keyof typeof LEVELS): Buffer {
    const now = Date.now()
    if (now === this.#headMs && level === this.#headLevel) return this.#head
    const begin = `{"level":${LEVELS[level]}`
    const milliseconds = now % 1_000
    if (now - milliseconds === this.#headMs - (this.#headMs % 1_000) && level === this.#headLevel) {
      putThousandths(this.#head, begin.length + MILLISECONDS_AT, milliseconds)
    } else {
      const fields = this.#log[pino.symbols.chindingsSym]
      this.#head = Buffer.from(`${begin}${toTimeField(now)}${fields},"requestId":"`)
      this.#headLevel = level
    }
    this.#headMs = now
    return this.#head
  }
}

interface LoggerParts extends Logger {
  readonly [pino.symbols.streamSym]: unknown
  /** Fields that the logger adds to each line, as JSON with a comma before each. */
  readonly [pino.symbols.chindingsSym]: string
}
