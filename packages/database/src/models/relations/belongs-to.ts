import { DatabaseError } from '../../errors/database-error.ts'
import type { AnyModelClass } from '../model-types.ts'
import { groupedBy, keysIn } from './key-column.ts'
import { Relation } from './relation.ts'
import type { AnyQuery, LoadPlan, RelationSource, Values } from './relation.ts'
import { isSameColumn } from './same-column.ts'
import { toText } from '../row-values.ts'

export interface BelongsToOptions {
  /** The column of this model that points at the other. Default: the relation's name with `_id`. */
  readonly foreignKey?: string
  /** The column that it points at. Default: the primary key. */
  readonly ownerKey?: string
  /** The other row may be missing although the column has a value: null then. Default: that is an error. */
  readonly optional?: boolean
}

/** A row of this model points at one of another. */
export class BelongsTo<
  Target extends AnyModelClass = AnyModelClass,
  Options extends BelongsToOptions = BelongsToOptions,
> extends Relation<Target> {
  readonly #options: Options

  constructor(target: () => Target, options: Options) {
    super(target)
    this.#options = options
  }

  async load(source: RelationSource, parents: readonly Values[], plan: LoadPlan): Promise<void> {
    const { foreignKey, ownerKey } = this.#columns(source)
    const rows = await this.rowsWith(ownerKey, keysIn(parents, foreignKey), this.wanted(plan))
    const byKey = groupedBy(rows, ownerKey)
    for (const parent of parents) {
      const key = parent[foreignKey]
      const found = key === null || key === undefined ? null : byKey.get(toText(key))?.[0]
      // What is narrowed away is there.
      if (found === undefined && !this.#mayBeMissing && !plan.narrow) throw this.#broken(source, parent)
      parent[source.name] = found ?? null
    }
  }

  linkOf(source: RelationSource, parent: Values): Values {
    const { foreignKey, ownerKey } = this.#columns(source)
    return { [ownerKey]: parent[foreignKey] }
  }

  matching(source: RelationSource, outer: string): AnyQuery[] {
    const { foreignKey, ownerKey } = this.#columns(source)
    return [this.beside(outer, (inner) => isSameColumn(`${inner}.${ownerKey}`, `${outer}.${foreignKey}`))]
  }

  /** A row that was deleted and is kept is missing here, too. */
  get #mayBeMissing(): boolean {
    return this.#options.optional === true || this.target.options.softDeletes === true
  }

  #columns({ name }: RelationSource): { foreignKey: string; ownerKey: string } {
    const { foreignKey = `${name}_id`, ownerKey = this.target.primaryKey } = this.#options
    return { foreignKey, ownerKey }
  }

  #broken(source: RelationSource, parent: Values): DatabaseError {
    const { foreignKey, ownerKey } = this.#columns(source)
    const { table, primaryKey } = source.model
    return new DatabaseError(
      'E_RELATION_BROKEN',
      `The row of ${table} with ${primaryKey} ${toText(parent[primaryKey])} has the ${foreignKey} ${toText(parent[foreignKey])}, and ${this.target.table} has no row with that ${ownerKey}.`,
    )
  }
}

/**
 * A row of this model points at one of another, by a column named after the relation: `author_id` for `author`.
 *
 * ```ts
 * export class Post extends Model('posts') {
 *   static author = belongsTo(() => User)
 * }
 * ```
 */
export function belongsTo<
  Target extends AnyModelClass,
  const Options extends BelongsToOptions = Record<never, never>,
>(target: () => Target, options?: Options): BelongsTo<Target, Options> {
  return new BelongsTo<Target, Options>(target, options ?? ({} as Options))
}
