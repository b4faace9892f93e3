import { retryUntil, type Turns } from '@vanillin/core'

const TIMEOUT_MS = 10_000

/**
 * Tries a change again as long as others come between, who are other processes: those of this one take turns.
 *
 * @param attempt undefined when it is to be tried again
 */
export async function changeInTurn(
  turns: Turns,
  key: string,
  attempt: () => Promise<true | undefined>,
): Promise<void> {
  const deadline = Date.now() + TIMEOUT_MS
  const leave = await turns.take(key, TIMEOUT_MS)
  try {
    const done = leave && (await retryUntil(deadline, attempt))
    if (done === undefined) throw new Error('others changed it again and again')
  } finally {
    leave?.()
  }
}
