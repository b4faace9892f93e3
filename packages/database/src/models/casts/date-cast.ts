import type { Cast } from './cast.ts'

/** A `date` column as the Date of its midnight in UTC, whatever zone the process runs in. */
export function dateCast(): Cast<string, Date> {
  return {
    fromDatabase(stored) {
      const midnight = new Date(`${stored}T00:00:00.000Z`)
      if (Number.isNaN(midnight.getTime())) throw new RangeError(`${stored} is no day that a Date can hold`)
      return midnight
    },
    toDatabase(value) {
      const text = value.toISOString()
      // Years before 0 and after 9999 have a sign and six digits, which no database reads.
      if (!/^\d/.test(text)) throw new RangeError(`${text} is no day that every database can hold`)
      return text.slice(0, 10)
    },
  }
}
