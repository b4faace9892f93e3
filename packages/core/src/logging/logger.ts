import pino from 'pino'
import type { LogConfig } from '../config/app-config.ts'
import type { Environment } from '../config/environment.ts'
import { BatchedOutput } from './batched-output.ts'
import { toErrorLine } from './error-line.ts'
import { isoTime } from './iso-time.ts'
import { createTerminalStream } from './terminal-stream.ts'

export type Logger = pino.Logger

const defaultLevels = { development: 'debug', test: 'silent', production: 'info' } as const

/** Header and field names whose values never reach a log. */
const REDACTED = ['password', 'authorization', 'cookie', 'headers.authorization', 'headers.cookie']

/**
 * The app's logger: JSON lines in production, written in batches off the request's path; readable lines in
 * development.
 */
export function createLogger(environment: Environment, config: LogConfig = {}): Logger {
  const level = config.level ?? defaultLevels[environment]
  const options: pino.LoggerOptions = {
    level,
    base: null,
    redact: { paths: REDACTED, censor: '[redacted]' },
    serializers: { err: toErrorLine },
  }
  if (environment === 'production') return pino({ ...options, timestamp: isoTime }, new BatchedOutput(1))
  return pino(options, createTerminalStream(process.stdout))
}
