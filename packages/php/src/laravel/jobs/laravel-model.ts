import { PhpArray } from '../../codec/php-array.ts'
import { PhpObject } from '../../codec/php-object.ts'
import type { PhpKey, PhpPlace } from '../../codec/php-value.ts'

export interface LaravelModelOptions {
  /** Relations that Laravel loads along, as `author`. Default: none. */
  readonly relations?: readonly string[]
  /** A connection of config/database.php. Default: that of the model's class. */
  readonly connection?: string
}

/**
 * A row, for a property of a job whose class has the trait `SerializesModels`: Laravel reads it anew when the job runs.
 *
 * @example
 * await queue.dispatch('App\\Jobs\\SendInvoice', { order: laravelModel('App\\Models\\Order', 7) })
 */
export function laravelModel(
  className: string,
  id: number | bigint | string,
  { relations = [], connection }: LaravelModelOptions = {},
): PhpObject {
  return new PhpObject(
    'Illuminate\\Contracts\\Database\\ModelIdentifier',
    new Map<PhpKey, PhpPlace>([
      ['class', className],
      ['id', id],
      ['relations', PhpArray.list(relations)],
      ['connection', connection ?? null],
    ]),
  )
}
