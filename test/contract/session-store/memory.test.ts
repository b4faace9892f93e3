import { MemorySessionStore, type RecordChange, writeRecord } from '@vanillin/core'
import { describeSessions } from './describe-sessions.ts'

/** Remembers every key that it was given, to look what is there. */
class WatchedStore extends MemorySessionStore {
  readonly #keys = new Set<string>()

  override update(key: string, change: RecordChange): true {
    this.#keys.add(key)
    return super.update(key, change)
  }

  stored(): string[] {
    return [...this.#keys].flatMap((key) => {
      const record = this.read(key)
      return record === undefined ? [] : [key, writeRecord(record)]
    })
  }
}

describeSessions('memory', 'store', () => {
  const driver = new WatchedStore()
  return { driver, stored: () => Promise.resolve(driver.stored()) }
})
