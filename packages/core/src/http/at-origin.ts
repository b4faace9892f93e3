import { readEnvironment } from '../config/environment.ts'
import { functionPlace } from './function-place.ts'
import type { Origin } from './origin.ts'

/**
 * The same error; in development its stack begins with the function that returned the value. That one is long gone when its answer
 * is looked at, so no stack leads to it.
 */
export function atOrigin<Fault>(error: Fault, origin: Origin): Fault {
  if (!(error instanceof Error) || readEnvironment() === 'production') return error
  const source = origin.source?.()
  const place = source && functionPlace(source)
  if (place === undefined) return error
  const [said, frames] = splitStack(error)
  error.stack = `${said}\n    at ${origin.describe()} (${place.file}:${place.line}:${place.column})${frames}`
  return error
}

function splitStack({ stack = '', name, message }: Error): [said: string, frames: string] {
  const first = stack.search(/\n {4}at /)
  return first === -1 ? [`${name}: ${message}`, ''] : [stack.slice(0, first), stack.slice(first)]
}
