import pino, { type SerializedError } from 'pino'
import { errorKind } from '../errors/error-kind.ts'

/** An error as a log line has it. pino appends the messages of its causes; one that the message repeats already is not said twice. */
export function toErrorLine(error: Error): SerializedError {
  const line = pino.stdSerializers.err(error)
  if (!(error instanceof Error)) return line
  line.type = errorKind(error)
  const { cause } = error
  if (cause instanceof Error && error.message.includes(cause.message)) line.message = error.message
  return line
}
