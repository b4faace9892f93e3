import { ModelQuery } from '../model-query.ts'
import type { QueriedModel, QueryParts } from '../query-parts.ts'
import type { AnyModelClass } from '../model-types.ts'
import type { Values } from './relation.ts'

/** The rows that point at one row, and new ones that do. */
export class OwnedQuery<Class extends AnyModelClass, New> extends ModelQuery<Class> {
  readonly #create: (values: Values) => Promise<unknown>

  constructor(
    model: QueriedModel,
    hydrate: (row: Values) => InstanceType<Class>,
    parts: QueryParts,
    create: (values: Values) => Promise<unknown>,
  ) {
    super(model, hydrate, parts)
    this.#create = create
  }

  /** Writes a new row that belongs to the one that was asked. */
  create(values: New): Promise<InstanceType<Class>> {
    return this.#create(values as Values) as Promise<InstanceType<Class>>
  }
}
