import pino from 'pino'
import type { HttpRequest } from '../http/http-request.ts'
import { BatchedOutput } from './batched-output.ts'
import { isoTime } from './iso-time.ts'
import type { Logger } from './logger.ts'

/** What stands in a JSON string as it is. */
const PLAIN = /^[ !#-[\]-~]*$/

const LEVELS = { trace: 10, info: 30 } as const

/** `.00` to `.99`, without zeros at the end, as JSON writes numbers. */
const HUNDREDTHS = Array.from({ length: 100 }, (_, index) => String(index / 100).slice(1))

/**
 * The line that each request leaves: id, status, time in milliseconds, method and path. In production, where the lines are
 * JSON, it is put together here to the letter as pino would, which takes ten times as long for any object.
 */
export class AccessLog {
  readonly #log: LoggerParts
  readonly #output: BatchedOutput | undefined

  constructor(log: Logger) {
    this.#log = log as LoggerParts
    const stream = this.#log[pino.symbols.streamSym]
    if (stream instanceof BatchedOutput) this.#output = stream
  }

  write(level: keyof typeof LEVELS, request: HttpRequest, status: number, durationMs: number): void {
    if (!this.#log.isLevelEnabled(level)) return
    const { id, method, path } = request
    const hundredths = Math.round(durationMs * 100)
    if (this.#output === undefined) {
      this.#log[level]({ requestId: id, status, ms: hundredths / 100 }, `${method} ${path}`)
      return
    }
    const whole = Math.trunc(hundredths / 100)
    const ms = whole + HUNDREDTHS[hundredths - whole * 100]!
    const message = PLAIN.test(path) ? `"${method} ${path}"` : JSON.stringify(`${method} ${path}`)
    this.#output.write(
      `{"level":${LEVELS[level]}${isoTime()}${this.#log[pino.symbols.chindingsSym]},"requestId":"${id}","status":${status},"ms":${ms},"msg":${message}}\n`,
    )
  }
}

interface LoggerParts extends Logger {
  readonly [pino.symbols.streamSym]: unknown
  /** Fields that the logger adds to each line, as JSON with a comma before each. */
  readonly [pino.symbols.chindingsSym]: string
}
