import type { Cast } from './cast.ts'

/** A column that holds one of some values, and refuses any other. For an enum: `oneOf(...Object.values(Status))`. */
export function oneOfCast<const Value extends string | number>(
  ...values: readonly Value[]
): Cast<Value extends string ? string : number, Value, Value> {
  const known = new Set<unknown>(values)
  const assertKnown = (value: unknown): Value => {
    if (known.has(value)) return value as Value
    throw new RangeError(`${JSON.stringify(value)} is none of ${values.join(', ')}`)
  }
  return { fromDatabase: assertKnown, toDatabase: assertKnown }
}
