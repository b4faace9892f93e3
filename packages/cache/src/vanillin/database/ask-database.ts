import type { Outage } from '../../redis/outage.ts'

type Answered<Answer> = { readonly answer: Answer } | { readonly error: unknown }

/**
 * Asks the database unless it is down. A question that is wrong, as to a table that does not exist, is an error of the app and no outage.
 * @param undo takes back what came to pass after it had been given up: who asked was told that it did not, and may have removed it since
 * @throws CacheError what the outage makes; what the database says of the question
 */
export async function askDatabase<Answer>(
  outage: Outage,
  work: () => Promise<Answer>,
  undo?: (answer: Answer) => Promise<unknown>,
): Promise<Answer> {
  let isGivenUp = false
  const ask = (): Promise<Answered<Answer>> =>
    work().then(
      (answer) => {
        // Should it fail as well, the end of its time is what is left.
        if (isGivenUp) undo?.(answer).catch(() => {})
        return { answer }
      },
      (error: unknown) => {
        if (isUnavailable(error)) throw error
        return { error }
      },
    )
  const answered = await outage.ask(ask).catch((error: unknown) => {
    isGivenUp = true
    throw error
  })
  if ('error' in answered) throw answered.error
  return answered.answer
}

/** Whether a database said that it cannot be asked at the moment. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 503
}
