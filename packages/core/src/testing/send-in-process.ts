import type { Application } from '../application/application.ts'
import { requestErrors, type RequestErrorMessage } from '../errors/request-errors.ts'
import { VanillinError } from '../errors/vanillin-error.ts'
import type { Answer } from './client/visitor.ts'
import { InProcessExchange } from './in-process-exchange.ts'

/** Has an app answer a request, and sees the error that the answer was made of. */
export async function sendInProcess(application: Application, source: Request): Promise<Answer> {
  const { request, response, answered } = new InProcessExchange(source)
  let error: Error | undefined
  const watch = (message: unknown): void => {
    const { error: thrown, headers } = message as RequestErrorMessage
    if (headers === request.headers && !isAnswer(thrown)) error ??= thrown
  }
  requestErrors.subscribe(watch)
  try {
    application.handle(request, response)
    return { response: await answered, error }
  } finally {
    requestErrors.unsubscribe(watch)
  }
}

/** `abort(503)` is what the app wants to say, not a failure. */
function isAnswer(error: Error): boolean {
  return error instanceof VanillinError && error.code === 'E_HTTP'
}
