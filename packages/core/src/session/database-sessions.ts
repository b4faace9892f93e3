import type { SessionRecord } from './session-record.ts'
import type { RecordChange, SessionStore, Unlock } from './session-store.ts'

/** The store of the driver `database`: a service that `database()` provides. */
export abstract class DatabaseSessions implements SessionStore {
  abstract readonly isSynchronous: boolean
  abstract readonly description: string
  abstract read(key: string): Promise<SessionRecord | undefined>
  abstract update(key: string, change: RecordChange): Promise<boolean>
  abstract lock(key: string, heldMs: number): Promise<Unlock | undefined>
  abstract collectGarbage(now: number): Promise<void>
}
