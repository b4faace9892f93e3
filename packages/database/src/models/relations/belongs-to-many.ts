import { currentTables } from '../model-query.ts'
import type { AnyModelClass } from '../model-types.ts'
import { copyOf } from '../records.ts'
import { foreignKeyOf } from './foreign-key.ts'
import { groupedBy, isOneOf, keysIn } from './key-column.ts'
import { Relation } from './relation.ts'
import type { RelationSource, Values } from './relation.ts'
import { toText } from '../row-values.ts'

export interface BelongsToManyOptions {
  /** The table between the two, with a column for each. */
  readonly through: string
  /** Its column that points at this model. Default: the singular of this table with `_id`. */
  readonly foreignKey?: string
  /** Its column that points at the other model. Default: the singular of that table with `_id`. */
  readonly relatedKey?: string
}

/** Rows of this model and of another point at each other by a table between them. */
export class BelongsToMany<
  Target extends AnyModelClass = AnyModelClass,
  Options extends BelongsToManyOptions = BelongsToManyOptions,
> extends Relation<Target> {
  readonly #options: Options

  constructor(target: () => Target, options: Options) {
    super(target)
    this.#options = options
  }

  async load(source: RelationSource, parents: readonly Values[], nested: readonly string[]): Promise<void> {
    const { through, foreignKey, relatedKey } = this.columns(source)
    const ids = keysIn(parents, source.model.primaryKey)
    const links =
      ids.length === 0
        ? []
        : await currentTables()
            .selectFrom(through)
            .selectAll()
            .where(() => isOneOf(foreignKey, ids))
            .execute()
    const { primaryKey } = this.target
    const rows = await this.rowsWith(primaryKey, keysIn(links, relatedKey), nested, primaryKey)
    const linksOf = groupedBy(links, foreignKey)
    for (const parent of parents) {
      const own = groupedBy(linksOf.get(toText(parent[source.model.primaryKey])) ?? [], relatedKey)
      // A row that belongs to several has another link with each.
      parent[source.name] = rows.flatMap((row) =>
        (own.get(toText(row[primaryKey])) ?? []).map((pivot) => Object.assign(copyOf(row), { pivot })),
      )
    }
  }

  linkOf(source: RelationSource, parent: Values): Values {
    return { [this.columns(source).foreignKey]: parent[source.model.primaryKey] }
  }

  /** @internal the table between, and its columns */
  columns({ model }: RelationSource): { through: string; foreignKey: string; relatedKey: string } {
    const {
      through,
      foreignKey = foreignKeyOf(model.table),
      relatedKey = foreignKeyOf(this.target.table),
    } = this.#options
    return { through, foreignKey, relatedKey }
  }
}

/**
 * Rows of this model and of another point at each other by a table between them, whose row is `pivot` on each that is loaded.
 *
 * ```ts
 * export class Post extends Model('posts') {
 *   static tags = belongsToMany(() => Tag, { through: 'post_tag' }) // post_tag.post_id, post_tag.tag_id
 * }
 * ```
 */
export function belongsToMany<Target extends AnyModelClass, const Options extends BelongsToManyOptions>(
  target: () => Target,
  options: Options,
): BelongsToMany<Target, Options> {
  return new BelongsToMany<Target, Options>(target, options)
}
