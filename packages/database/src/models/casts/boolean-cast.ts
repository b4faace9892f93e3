import type { Cast } from './cast.ts'

/** A column of numbers that holds 0 or 1. A boolean column, and `tinyint(1)` of MySQL, is a boolean without. */
export function booleanCast(): Cast<number, boolean> {
  return { fromDatabase: (stored) => stored !== 0, toDatabase: Number }
}
