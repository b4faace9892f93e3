import type { SessionChanges } from './session-changes.ts'
import type { JsonValue, SessionRecord } from './session-record.ts'

/** What the request before this one has flashed, and what this one does with it. */
export class Flash {
  #delivered: SessionRecord['flash'] | undefined
  #read: Set<string> | undefined
  #kept: Set<string> | undefined

  /** What the store held. */
  deliver(flash: SessionRecord['flash'] | undefined): void {
    this.#delivered = flash
  }

  read(name: string): JsonValue | undefined {
    const entry = this.#delivered?.[name]
    if (entry !== undefined) this.#read = (this.#read ?? new Set<string>()).add(name)
    return entry?.value
  }

  /** For one more request: the names given, or all. */
  keep(names: readonly string[]): void {
    this.#kept ??= new Set<string>()
    for (const name of names.length === 0 ? Object.keys(this.#delivered ?? {}) : names) this.#kept.add(name)
  }

  /** It is over with this request. A redirect hands on what nobody has read. */
  end(changes: SessionChanges, isRedirect: boolean): void {
    const flash = this.#delivered
    for (const name in flash) {
      if (this.#kept?.has(name) || (isRedirect && !this.#read?.has(name))) continue
      changes.endFlash(name, flash[name]!.stamp)
    }
  }
}
