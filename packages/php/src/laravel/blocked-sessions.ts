import { randomBytes } from 'node:crypto'
import type { LockStore } from '@vanillin/cache'
import { retryUntil, seconds, type Unlock } from '@vanillin/core'
import { LockedSessions } from '../sessions/locked-sessions.ts'
import type { PhpSessionStore } from '../sessions/php-session-store.ts'

/** What Laravel takes when a route does not say for how long. */
const LOCK_EXPIRY_MS = seconds(10)

/** Sessions under the lock that Laravel's routes with `->block()` hold. */
export class BlockedSessions extends LockedSessions {
  constructor(store: PhpSessionStore, locks: LockStore) {
    super(store, {
      name: (id) => `session:${id}`,
      take: (name, timeoutMs) => lockIn(locks, name, timeoutMs),
    })
  }
}

async function lockIn(locks: LockStore, name: string, timeoutMs: number): Promise<Unlock | undefined> {
  const token = randomBytes(12).toString('base64url')
  const isTaken = await retryUntil(Date.now() + timeoutMs, async () => {
    const owner = await locks.acquire(name, token, LOCK_EXPIRY_MS)
    return owner === token || undefined
  })
  return isTaken === undefined
    ? undefined
    : async () => {
        await locks.release(name, token)
      }
}
