import { setTimeout as sleep } from 'node:timers/promises'

const FIRST_WAIT_MS = 2
const LONGEST_WAIT_MS = 25

/** Tries again, at growing and uneven distances, until there is something or the time is over. */
export async function tryUntil<Value>(
  deadline: number,
  attempt: () => Promise<Value | undefined>,
): Promise<Value | undefined> {
  for (let waitMs = FIRST_WAIT_MS; ; waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS)) {
    // oxlint-disable-next-line no-await-in-loop -- one attempt after another
    const value = await attempt()
    if (value !== undefined || Date.now() >= deadline) return value
    // oxlint-disable-next-line no-await-in-loop -- the pause between two of them
    await sleep(waitMs * (0.5 + Math.random() / 2))
  }
}
