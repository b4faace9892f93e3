import type { SessionRecord } from './session-record.ts'
import type { RecordChange, SessionStore, Unlock } from './session-store.ts'

/** The store of the driver `shared`: a service that `cache()` provides. */
export abstract class SharedSessions implements SessionStore {
  abstract readonly isSynchronous: boolean
  abstract readonly description: string
  abstract read(key: string): SessionRecord | undefined
  abstract update(key: string, change: RecordChange): boolean
  abstract lock(key: string, heldMs: number): Promise<Unlock | undefined>
  abstract collectGarbage(now: number): void
}
