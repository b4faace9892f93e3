import * as v from 'valibot'

const text = (minimum: number, maximum: number) =>
  v.pipe(v.string(), v.trim(), v.minLength(minimum), v.maxLength(maximum))

/** A day that the calendar has: the shape alone would let the 31st of February through to the database. */
const day = v.pipe(
  v.string(),
  v.isoDate('A day is written 2026-03-21.'),
  v.check((date) => new Date(date).toJSON()?.startsWith(date) ?? false, 'The calendar has no such day.'),
)

/** A whole tree: what POST and PUT take. */
export const TreeInput = v.object({
  species: text(2, 80),
  street: text(2, 120),
  height_cm: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12_000)),
  planted_on: v.optional(v.nullable(day), null),
})

/** Some fields of a tree: what PATCH takes. */
export const TreeChanges = v.partial(TreeInput)
