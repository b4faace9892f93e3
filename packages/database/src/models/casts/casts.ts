import { bigintCast } from './bigint-cast.ts'
import { booleanCast } from './boolean-cast.ts'
import { dateCast } from './date-cast.ts'
import { decimalCast } from './decimal-cast.ts'
import { jsonCast, jsonTextCast } from './json-cast.ts'
import { numberCast } from './number-cast.ts'
import { oneOfCast } from './one-of-cast.ts'

/**
 * What a column can become in a model, besides what the driver makes of it. A cast changes the type of the property.
 *
 * ```ts
 * export class Order extends Model('orders', {
 *   casts: { number: cast.bigint(), total: cast.decimal(2), status: cast.oneOf('open', 'paid') },
 * }) {}
 * ```
 */
export const cast: {
  readonly bigint: typeof bigintCast
  readonly boolean: typeof booleanCast
  readonly date: typeof dateCast
  readonly decimal: typeof decimalCast
  readonly json: typeof jsonCast
  readonly jsonText: typeof jsonTextCast
  readonly number: typeof numberCast
  readonly oneOf: typeof oneOfCast
} = {
  bigint: bigintCast,
  boolean: booleanCast,
  date: dateCast,
  decimal: decimalCast,
  json: jsonCast,
  jsonText: jsonTextCast,
  number: numberCast,
  oneOf: oneOfCast,
}
