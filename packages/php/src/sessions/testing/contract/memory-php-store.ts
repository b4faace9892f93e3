import type { PhpSessionStore, SessionAccess, StoredChange, StoredSession } from '../../php-session-store.ts'

/** A store for tests that are not about stores: what is stored can be looked at and put there. */
export class MemoryPhpStore implements PhpSessionStore {
  readonly description = 'the memory of a test'
  readonly lock = undefined
  readonly sessions = new Map<string, string>()

  /** The only session, as text. */
  get only(): string {
    const [text, ...others] = this.sessions.values()
    if (text === undefined || others.length > 0) throw new Error(`There are ${this.sessions.size} sessions.`)
    return text
  }

  read(id: string): Promise<StoredSession | undefined> {
    const text = this.sessions.get(id)
    const stored = text === undefined ? undefined : { bytes: Buffer.from(text, 'latin1'), usedAt: Date.now() }
    return Promise.resolve(stored)
  }

  async update(id: string, _access: SessionAccess, change: StoredChange): Promise<void> {
    const bytes = change(await this.read(id))
    if (bytes === undefined) this.sessions.delete(id)
    else this.sessions.set(id, bytes.toString('latin1'))
  }
}
