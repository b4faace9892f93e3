import { prepareValue } from 'pg/lib/utils.js'
import { toPostgresParameter } from '../postgres-types.ts'

/** A value as it goes over the wire: text, bytes or NULL. */
export type WireValue = string | Buffer | null

/**
 * Converts the values as a pooled connection of pg does. Before a lane hears of the query: a value that throws (an object that
 * contains itself) would spoil the statement for everybody else on it.
 */
export function toWireValues(parameters: readonly unknown[]): WireValue[] {
  return parameters.map((value) =>
    // A `toJSON` or `toPostgres` that answers nothing is a NULL.
    typeof value === 'string' ? value : (prepareValue(toPostgresParameter(value)) ?? null),
  )
}
