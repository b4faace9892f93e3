type Values = Record<string, unknown>

/** What only the class of all records can do with them. */
interface RecordAccess {
  /** The instance of a model for a row as the database has it. */
  hydrate(model: object, row: Values): Values
  /** The same row again, with what was loaded for it. */
  copy(record: Values): Values
  isRecord(value: unknown): boolean
}

let access: RecordAccess | undefined

/** Called once, by that class. */
export function provideRecordAccess(given: RecordAccess): void {
  access = given
}

export function instanceOf(model: object, row: Values): Values {
  return access!.hydrate(model, row)
}

export function copyOf(record: Values): Values {
  return access!.copy(record)
}

export function isRecord(value: unknown): value is { toJSON(): Values } {
  return access!.isRecord(value)
}
