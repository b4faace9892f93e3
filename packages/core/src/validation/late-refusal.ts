import { ValidationError } from '../errors/validation-error.ts'
import type { HttpRequest } from '../http/http-request.ts'

/**
 * Whether an error says that what was to be written is refused for its values: `refusesInput`. A rule may have let them pass, and somebody
 * else was faster.
 */
export function refusesInput(thrown: unknown): boolean {
  return thrown instanceof Error && 'refusesInput' in thrown && thrown.refusesInput === true
}

/**
 * Checks the forms of a request again, whose write was refused: by now the row of whoever was faster is there, so that the rule says what
 * it would have said. Undefined when they still pass.
 */
export async function checkAgain(request: HttpRequest): Promise<ValidationError | undefined> {
  for (const check of request.formChecks ?? []) {
    // oxlint-disable-next-line no-await-in-loop -- the first one that fails is told
    const form = await check()
    if (!form.ok) return new ValidationError(form.errors)
  }
  return undefined
}
