import type { Cast } from './cast.ts'

/** A `decimal` or 64-bit column as a number. One with more digits than a number keeps is refused. */
export function numberCast(): Cast<string, number, number> {
  return {
    fromDatabase(stored) {
      const value = Number(stored)
      const digits = stored.replace(/^-?0*/, '').replace('.', '').replace(/^0+/, '')
      // Every decimal number of 15 digits survives the way into a number and back.
      const isExact = Number.isSafeInteger(value) || digits.length <= 15
      if (isExact && Number.isFinite(value)) return value
      throw new RangeError(`${stored} has more digits than a number keeps`)
    },
    toDatabase(value) {
      if (Number.isFinite(value)) return value
      throw new RangeError(`${value} is no number that a column can hold`)
    },
  }
}
