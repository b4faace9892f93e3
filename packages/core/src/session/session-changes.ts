import {
  dictionary,
  isEmptyDictionary,
  type FlashEntry,
  type JsonValue,
  type SessionRecord,
} from './session-record.ts'

type Change =
  | { readonly kind: 'set'; readonly value: JsonValue }
  | { readonly kind: 'add'; readonly by: number }

let stamps = 0
const process36 = Math.floor(Math.random() * 36 ** 6).toString(36)

/**
 * What one request does to a session, name by name, to be applied to whatever the store holds by then: so that of
 * requests that run at the same time none undoes what the others did. Of two that set one name the later one wins,
 * increments add up.
 */
export class SessionChanges {
  #values: Map<string, Change | undefined> | undefined
  #flash: Map<string, FlashEntry> | undefined
  /** Entries that had been delivered and are over, by name. */
  #over: Map<string, string> | undefined
  #isCleared = false

  get isEmpty(): boolean {
    return (
      this.#values === undefined && this.#flash === undefined && this.#over === undefined && !this.#isCleared
    )
  }

  set(name: string, value: JsonValue): void {
    this.#values = (this.#values ?? new Map<string, Change | undefined>()).set(name, { kind: 'set', value })
  }

  forget(name: string): void {
    this.#values = (this.#values ?? new Map<string, Change | undefined>()).set(name, undefined)
  }

  add(name: string, by: number): void {
    this.#values ??= new Map<string, Change | undefined>()
    const before = this.#values.get(name)
    if (before === undefined)
      this.#values.set(
        name,
        this.#values.has(name) || this.#isCleared ? { kind: 'set', value: by } : { kind: 'add', by },
      )
    else if (before.kind === 'add') this.#values.set(name, { kind: 'add', by: before.by + by })
    else this.#values.set(name, { kind: 'set', value: toNumber(before.value) + by })
  }

  flash(name: string, value: JsonValue): void {
    stamps += 1
    const stamp = `${process36}${stamps.toString(36)}`
    this.#flash = (this.#flash ?? new Map<string, FlashEntry>()).set(name, { value, stamp })
  }

  /** A delivered entry is over, unless another has come in its place meanwhile. */
  endFlash(name: string, stamp: string): void {
    this.#over = (this.#over ?? new Map<string, string>()).set(name, stamp)
  }

  clear(): void {
    this.#isCleared = true
    this.#values = undefined
    this.#flash = undefined
  }

  /** The value of a name over what the store held. */
  read(name: string, stored: SessionRecord | undefined): JsonValue | undefined {
    const before = this.#isCleared ? undefined : stored?.data[name]
    if (this.#values === undefined || !this.#values.has(name)) return before
    return changed(this.#values.get(name), before)
  }

  apply(record: SessionRecord): SessionRecord {
    if (this.isEmpty) return record
    const data = dictionary(this.#isCleared ? undefined : record.data)
    for (const [name, change] of this.#values ?? []) {
      const value = changed(change, data[name])
      if (value === undefined) delete data[name]
      else data[name] = value
    }
    return { ...record, data, flash: this.#applyToFlash(record.flash) }
  }

  #applyToFlash(stored: SessionRecord['flash']): SessionRecord['flash'] {
    if (this.#flash === undefined && isEmptyDictionary(stored)) return stored
    const flash = dictionary(this.#isCleared ? undefined : stored)
    for (const [name, stamp] of this.#over ?? []) if (flash[name]?.stamp === stamp) delete flash[name]
    for (const [name, entry] of this.#flash ?? []) flash[name] = entry
    return flash
  }
}

function changed(change: Change | undefined, before: JsonValue | undefined): JsonValue | undefined {
  if (change === undefined) return undefined
  return change.kind === 'set' ? change.value : toNumber(before) + change.by
}

function toNumber(value: JsonValue | undefined): number {
  return typeof value === 'number' ? value : 0
}
