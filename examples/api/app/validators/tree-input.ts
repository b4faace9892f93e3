import * as v from 'valibot'

const text = (minimum: number, maximum: number) =>
  v.pipe(
    v.string('This is a text.'),
    v.trim(),
    v.minLength(minimum, `Write ${minimum} characters or more.`),
    v.maxLength(maximum, `Write no more than ${maximum} characters.`),
  )

/** A day that the calendar has: the shape alone would let the 31st of February through to the database. */
const day = v.pipe(
  v.string('A day is a text such as 2026-03-21.'),
  v.isoDate('A day is written 2026-03-21.'),
  v.check((date) => new Date(date).toJSON()?.startsWith(date) ?? false, 'The calendar has no such day.'),
)

const wholeCentimetres = 'The height is a whole number of centimetres.'

/** A whole tree: what POST and PUT take. */
export const TreeInput = v.object(
  {
    species: text(2, 80),
    street: text(2, 120),
    height_cm: v.pipe(
      v.number(wholeCentimetres),
      v.integer(wholeCentimetres),
      v.minValue(1, 'A tree has at least one.'),
      v.maxValue(12_000, 'No tree is that tall.'),
    ),
    planted_on: v.optional(v.nullable(day), null),
  },
  'This is missing.',
)

/** Some fields of a tree: what PATCH takes. */
export const TreeChanges = v.partial(TreeInput)
