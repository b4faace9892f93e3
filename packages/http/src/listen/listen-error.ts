import { HttpCoreError } from '../port/http-core-error.ts'
import { findPortOwner } from './port-owner.ts'

/** The error for a port that somebody else holds; it names the process where that can be found out. */
export async function toPortInUseError(host: string, port: number, cause?: unknown): Promise<HttpCoreError> {
  const owner = await findPortOwner(port)
  const who = owner
    ? `process ${owner.pid} listens there (${owner.command}). Stop it, or choose another port.`
    : 'another process listens there. Stop it, or choose another port.'
  return new HttpCoreError('E_PORT_IN_USE', `Port ${port} of ${host} is in use: ${who}`, { cause })
}

/** The error for every other reason why a core cannot listen. */
export function toListenError(host: string, port: number, cause: unknown): HttpCoreError {
  const reason = cause instanceof Error ? cause.message : String(cause)
  const help = isCode(cause, 'EACCES') ? ' Ports below 1024 need a privilege; choose a higher one.' : ''
  return new HttpCoreError('E_LISTEN_FAILED', `Cannot listen on ${host}:${port}: ${reason}.${help}`, {
    cause,
  })
}

/** True for the system error with this code. */
export function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
