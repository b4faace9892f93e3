/** How what a column holds becomes a property of a row, and back. Null is null on both sides and is not asked about. */
export interface Cast<Stored, Value, Written = Stored> {
  readonly fromDatabase: (stored: Stored) => Value
  readonly toDatabase: (value: Value) => Written
}

// oxlint-disable-next-line typescript/no-explicit-any -- a value goes in and comes out: no narrower type is above all casts
export type AnyCast = Cast<any, any, any>

/**
 * A cast of the app's own. What is thrown in it becomes E_VALUE_INVALID, with the table and the column.
 *
 * ```ts
 * const money = defineCast({
 *   fromDatabase: (cents: number) => new Money(cents),
 *   toDatabase: (value: Money) => value.cents,
 * })
 *
 * export class Order extends Model('orders', { casts: { total: money } }) {}
 * ```
 */
export function defineCast<Stored, Value, Written>(
  given: Cast<Stored, Value, Written>,
): Cast<Stored, Value, Written> {
  return given
}
