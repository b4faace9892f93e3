import { innermostLevel } from './transaction-context.ts'

/**
 * Does something once the transaction that surrounds the call is committed, and never when it is taken back; at once where there is
 * none. Inside of an inner transaction it waits for the outermost. `db.transaction()` waits for the promise that it returns. What is
 * committed stays so when it throws.
 *
 * ```ts
 * await db.transaction(async () => {
 *   const post = await Post.create({ title, body })
 *   afterCommit(() => mailer.send('post-created', post.id))
 * })
 * ```
 */
export function afterCommit(callback: () => unknown): void {
  const level = innermostLevel()
  if (level === undefined) void callback()
  else level.addCallbacks([callback])
}

/** All of them run, one after the other, before the first error is thrown. */
export async function runCallbacks(callbacks: readonly (() => unknown)[]): Promise<void> {
  const errors: unknown[] = []
  for (const callback of callbacks) {
    try {
      // oxlint-disable-next-line no-await-in-loop -- in the order in which they were asked for
      await callback()
    } catch (error) {
      errors.push(error)
    }
  }
  if (errors.length > 0) throw errors[0]
}
