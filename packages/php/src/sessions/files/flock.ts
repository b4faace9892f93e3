import { spawn } from 'node:child_process'

/** What flock(1) of util-linux ends with when the time was over. */
const TIMED_OUT = 1

/**
 * PHP's `flock($file, LOCK_EX)` for an open file: Node has no such call, so flock(1) makes it on the descriptor that it inherits. The
 * lock belongs to the open file and not to the process that took it; it ends when the file is closed here, or this process ends, however.
 * Answers false when others had it for longer than `timeoutMs`.
 *
 * @throws Error where there is no flock(1)
 */
export async function flock(descriptor: number, timeoutMs: number): Promise<boolean> {
  const child = spawn('flock', ['-x', '-w', (timeoutMs / 1_000).toFixed(3), '3'], {
    stdio: ['ignore', 'ignore', 'ignore', descriptor],
  })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  }).catch((cause: unknown) => {
    throw unavailable('there is no program flock', cause)
  })
  if (code === 0) return true
  if (code === TIMED_OUT) return false
  throw unavailable(`flock ended with ${code}`)
}

function unavailable(reason: string, cause?: unknown): Error {
  return new Error(
    `The lock that PHP takes on a file cannot be taken: ${reason}. Install util-linux, which brings flock.`,
    { cause },
  )
}
