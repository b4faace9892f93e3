import { createHash } from 'node:crypto'
import type { FlashEntry, JsonValue, SessionRecord } from '@vanillin/core'
import { serialize } from '../codec/serialize.ts'
import type { SessionValues } from '../codec/session-values.ts'
import { toJson } from '../codec/to-json.ts'
import type { SessionConvention } from './session-convention.ts'
import type { SessionShape } from './shape/session-shape.ts'

/** Under it a record carries what it was made of: it survives `{ ...record }`, and so a session is moved to a new id without loss. */
const ORIGIN: unique symbol = Symbol('what a session record was made of')

interface Origin {
  readonly values: SessionValues
  readonly record: SessionRecord
}

type ViewedRecord = SessionRecord & { readonly [ORIGIN]?: Origin }

/** A session of PHP as core sees sessions: values and messages as JSON has them. */
export class SessionView {
  readonly #convention: SessionConvention
  readonly #shape: SessionShape

  constructor(convention: SessionConvention, shape: SessionShape) {
    this.#convention = convention
    this.#shape = shape
  }

  toRecord(values: SessionValues, usedAt: number, now: number): SessionRecord {
    const { flashed, hidden } = this.#convention.readFlash(values, seconds(now))
    const data = empty<JsonValue>()
    for (const name of values.names()) {
      if (hidden.has(name)) continue
      // One that does not fit its shape is there and undefined, so that `clear()` takes it away too.
      data[name] = this.#shape.read(name, values.get(name)!) as JsonValue
    }
    const flash = empty<FlashEntry>()
    for (const [name, value] of flashed)
      flash[name] = { value: toJson(value), stamp: stampOf(serialize(value)) }
    const record = { data, flash, createdAt: usedAt, seenAt: usedAt, expiresAt: usedAt }
    const viewed: ViewedRecord = { ...record, [ORIGIN]: { values, record } }
    return viewed
  }

  /** Whether a record says what the one says that it came from. */
  isUnchanged(after: ViewedRecord): boolean {
    const before = after[ORIGIN]?.record
    return before !== undefined && before.data === after.data && before.flash === after.flash
  }

  /** The values of a record: those it came from, with what was changed since. */
  toValues(after: ViewedRecord, isNew: boolean, now: number, blank: SessionValues): SessionValues {
    const { values = blank, record: before } = after[ORIGIN] ?? {}
    const data = before?.data ?? empty<JsonValue>()
    const flash = before?.flash ?? empty<FlashEntry>()
    for (const name of Object.keys(flash))
      if (after.flash[name]?.stamp !== flash[name]!.stamp) this.#convention.endFlash(values, name)
    this.#applyData(values, data, after.data)
    for (const [name, entry] of Object.entries(after.flash))
      if (flash[name]?.stamp !== entry.stamp)
        this.#convention.flash(values, name, this.#shape.write(name, entry.value, undefined))
    this.#convention.complete(values, seconds(now), isNew)
    return values
  }

  #applyData(values: SessionValues, before: SessionRecord['data'], after: SessionRecord['data']): void {
    for (const name of Object.keys(before)) if (!Object.hasOwn(after, name)) values.delete(name)
    for (const [name, value] of Object.entries(after)) {
      if (before[name] === value) continue
      this.#convention.keep(values, name)
      values.set(name, this.#shape.write(name, value, values.get(name)))
    }
  }
}

function empty<Value>(): Record<string, Value> {
  return Object.create(null) as Record<string, Value>
}

function seconds(ms: number): number {
  return Math.floor(ms / 1_000)
}

/** A message is known by what it says: PHP gives it no number. */
function stampOf(bytes: Buffer): string {
  return createHash('sha1').update(bytes).digest('base64url')
}
