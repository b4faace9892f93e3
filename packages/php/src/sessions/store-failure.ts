import { VanillinError } from '@vanillin/core'

const HIDDEN = '(id)'

/**
 * What went wrong with a store, without the id of the session: it is in names of files, keys and cookies, which errors like to quote, and who reads it in a log is the
 * visitor.
 */
export function storeFailure(error: unknown, description: string, id?: string): VanillinError {
  const hide = (text: string): string => (id === undefined ? text : text.replaceAll(id, HIDDEN))
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error))
  if (error instanceof VanillinError) {
    const isClean = hide(stack) === stack && error.cause === undefined
    return isClean ? error : new VanillinError(error.code, hide(message), { help: error.help })
  }
  // A copy: clients keep the command with its keys and values beside the message.
  const cause = new Error(hide(message))
  cause.stack = hide(stack)
  const reason = `The session could not be read or kept (${description}): ${hide(message)}`
  return new VanillinError('E_SESSION_STORE', reason, isDenied(error) ? { cause, help: DENIED } : { cause })
}

const DENIED = 'Run this app as the user that PHP runs as: session files are for their owner alone.'

function isDenied(error: unknown): boolean {
  return ['EACCES', 'EPERM'].includes(String((error as NodeJS.ErrnoException).code))
}
