import type { Outage } from '../../redis/outage.ts'

type Answered<Answer> = { readonly answer: Answer } | { readonly error: unknown }

/**
 * Asks the database unless it is down. A question that is wrong, as to a table that does not exist, is an error of the app and no outage.
 * @throws CacheError what the outage makes; what the database says of the question
 */
export async function askDatabase<Answer>(outage: Outage, work: () => Promise<Answer>): Promise<Answer> {
  const answered = await outage.ask(() =>
    work().then(
      (answer): Answered<Answer> => ({ answer }),
      (error: unknown): Answered<Answer> => {
        if (isUnavailable(error)) throw error
        return { error }
      },
    ),
  )
  if ('error' in answered) throw answered.error
  return answered.answer
}

/** Whether a database said that it cannot be asked at the moment. */
export function isUnavailable(error: unknown): boolean {
  return error instanceof Error && 'status' in error && error.status === 503
}
