type Values = Record<string, unknown>

/** What only the class of all records can do with them. */
interface RecordAccess {
  /** The same row again, with what was loaded for it. */
  copy(record: Values): Values
}

let access: RecordAccess | undefined

/** Called once, by that class. */
export function provideRecordAccess(given: RecordAccess): void {
  access = given
}

export function copyOf(record: Values): Values {
  return access!.copy(record)
}
