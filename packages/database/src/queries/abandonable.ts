import { abortError } from './abort-error.ts'

/** Waits for work no longer than until a signal says that nobody wants it. The work itself goes on. */
export async function abandonable<Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
  if (signal.aborted) throw abortError(signal)
  let onAbort: (() => void) | undefined
  const abandoned = new Promise<never>((_, reject) => {
    onAbort = () => reject(abortError(signal))
    signal.addEventListener('abort', onAbort)
  })
  const working = work()
  // Nobody else listens once it is given up.
  working.catch(() => {})
  try {
    return await Promise.race([working, abandoned])
  } finally {
    if (onAbort) signal.removeEventListener('abort', onAbort)
  }
}
