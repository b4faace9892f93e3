import { currentTables } from '../current-tables.ts'
import type { AnyModelClass } from '../model-types.ts'
import { copyOf } from '../records.ts'
import { foreignKeyOf } from './foreign-key.ts'
import { Linked } from './linked.ts'
import type { LinkColumns, LinkRows, LinkScope } from './linked.ts'
import type { RelationSource, Values } from './relation.ts'

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
> extends Linked<Target> {
  readonly #options: Options
  /** @internal columns of the table between that have the same value in each of these links */
  readonly fixed: Readonly<Record<string, string>>

  constructor(target: () => Target, options: Options, fixed: Readonly<Record<string, string>> = {}) {
    super(target)
    this.#options = options
    this.fixed = fixed
  }

  get linkTable(): string {
    return this.#options.through
  }

  linkOf(source: RelationSource, parent: Values): Values {
    const { foreignKey, localKey } = this.columns(source)
    return { ...this.fixed, [foreignKey]: parent[localKey] }
  }

  columns({ model }: RelationSource): LinkColumns {
    const { foreignKey = foreignKeyOf(model.table), relatedKey: linkKey = foreignKeyOf(this.target.table) } =
      this.#options
    return { localKey: model.primaryKey, foreignKey, linkKey, relatedKey: this.target.primaryKey }
  }

  links(_source: RelationSource, { name = this.linkTable, signal }: LinkScope = {}): LinkRows {
    const table = name === this.linkTable ? name : `${this.linkTable} as ${name}`
    let rows = currentTables(signal).selectFrom(table).selectAll() as unknown as LinkRows
    for (const [column, value] of Object.entries(this.fixed)) rows = rows.where(column, '=', value)
    return rows
  }

  /** A row that belongs to several has another link with each. */
  protected override place(row: Values, pivot: Values): Values {
    return Object.assign(copyOf(row), { pivot })
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
