import { STATUS_CODES } from 'node:http'
import { HttpCoreError } from '@vanillin/http'
import { toError } from './to-error.ts'
import { ValidationError, type FieldErrors } from './validation-error.ts'
import { VanillinError } from './vanillin-error.ts'

/** What a client is told of an error, whoever threw it. */
export interface HttpError {
  readonly status: number
  readonly code: string
  readonly message: string
  readonly help: string
  /** Of refused input: messages by field. Empty for all else. */
  readonly errors: FieldErrors
  readonly headers: Readonly<Record<string, string>>
  /** What was thrown; for what is no Error, one that names it and has it as its `cause`. */
  readonly cause: Error
}

const GENERIC = 'Something went wrong on the server.'

/**
 * Any thrown value as an HTTP error. An error with a `status` from 400 to 599 of its own keeps it; all else
 * is a 500. From 500 on the message does not leave the server, nor does that of an error that says
 * `expose: false`: clients read its `clientMessage` instead, if it has one.
 */
export function toHttpError(thrown: unknown): HttpError {
  const cause = toError(thrown)
  if (cause instanceof VanillinError) {
    const { status, code, help, headers } = cause
    const errors = cause instanceof ValidationError ? cause.errors : {}
    return { status, code, message: status < 500 ? cause.message : GENERIC, help, errors, headers, cause }
  }
  const status = statusOf(cause)
  const message = status >= 500 ? GENERIC : messageFor(status, cause)
  const code = codeOf(cause, status)
  return { status, code, message, help: helpOf(cause), errors: {}, headers: headersFor(cause), cause }
}

function messageFor(status: number, cause: Error): string {
  if ('clientMessage' in cause && typeof cause.clientMessage === 'string') return cause.clientMessage
  return 'expose' in cause && cause.expose === false ? STATUS_CODES[status]! : cause.message
}

function statusOf(cause: Error): number {
  if (cause instanceof HttpCoreError) return 500
  const status: unknown = 'status' in cause ? cause.status : undefined
  return typeof status === 'number' && Number.isInteger(status) && status >= 400 && status <= 599
    ? status
    : 500
}

/** From 500 on only codes of ours: those of a driver or the system are nobody else's business. */
function codeOf(cause: Error, status: number): string {
  const code: unknown = 'code' in cause ? cause.code : undefined
  if (typeof code !== 'string' || (status >= 500 && !/^E_[A-Z_]+$/.test(code))) return 'E_UNEXPECTED'
  return code
}

/** An error may say when to come back (RFC 9110, 10.2.3). */
function headersFor(cause: Error): Record<string, string> {
  const seconds: unknown = 'retryAfterSeconds' in cause ? cause.retryAfterSeconds : undefined
  return typeof seconds === 'number' ? { 'Retry-After': String(seconds) } : {}
}

function helpOf(cause: Error): string {
  return 'help' in cause && typeof cause.help === 'string' ? cause.help : ''
}
