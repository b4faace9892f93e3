export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue }

/** A value for the next request. The stamp tells it from a later one of the same name. */
export interface FlashEntry {
  readonly value: JsonValue
  readonly stamp: string
}

/** A session as stores keep it. Never changed, only replaced. */
export interface SessionRecord {
  readonly data: Readonly<Record<string, JsonValue>>
  readonly flash: Readonly<Record<string, FlashEntry>>
  /** Milliseconds since 1970, as are the others. */
  readonly createdAt: number
  /** When it was last used, to a tenth of the idle timeout. */
  readonly seenAt: number
  /** From then on a store may drop it. */
  readonly expiresAt: number
}

export function emptyRecord(now: number): SessionRecord {
  return { data: dictionary(), flash: dictionary(), createdAt: now, seenAt: now, expiresAt: now }
}

/** A copy without a prototype, so that `__proto__` is a name like any other. */
export function dictionary<Value>(source?: Readonly<Record<string, Value>>): Record<string, Value> {
  return Object.assign(Object.create(null) as Record<string, Value>, source)
}

export function isEmptyDictionary(value: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(value).length === 0
}
