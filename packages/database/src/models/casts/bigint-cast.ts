import type { Cast } from './cast.ts'

/** A 64-bit column as a bigint; it is read as text, so no digit is lost. */
export function bigintCast(): Cast<string, bigint> {
  return { fromDatabase: BigInt, toDatabase: String }
}
