import { setTimeout as sleep } from 'node:timers/promises'

const FIRST_WAIT_MS = 2
const LONGEST_WAIT_MS = 25

/**
 * Tries again, at growing and uneven distances of 25 ms at most, until there is something or the time is over: for a lock that another process holds.
 *
 * @example
 * const lock = await retryUntil(Date.now() + 5_000, () => takeLock('orders'))
 *
 * @param deadline in milliseconds, as of `Date.now()`; the last attempt is the first one behind it
 */
export async function retryUntil<Value>(
  deadline: number,
  attempt: () => Promise<Value | undefined>,
): Promise<Value | undefined> {
  let waitMs = FIRST_WAIT_MS
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one attempt after another
    const value = await attempt()
    if (value !== undefined || Date.now() >= deadline) return value
    // oxlint-disable-next-line no-await-in-loop -- the pause between two of them
    await sleep(waitMs * (0.5 + Math.random() / 2))
    waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)
  }
}
