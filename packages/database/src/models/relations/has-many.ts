import type { AnyModelClass } from '../model-types.ts'
import { foreignKeyOf } from './foreign-key.ts'
import { groupedBy, keysIn } from './key-column.ts'
import { Relation } from './relation.ts'
import { ordered } from './ordered.ts'
import { morphName } from './morph-to.ts'
import type { AnyQuery, LoadPlan, RelationSource, Values } from './relation.ts'
import { isSameColumn } from './same-column.ts'
import { toText } from '../row-values.ts'

export interface HasOptions {
  /** The column of the other model that points here. Default: the singular of this table with `_id`, `post_id` for `posts`. */
  readonly foreignKey?: string
  /** The column that it points at. Default: the primary key. */
  readonly localKey?: string
}

/** Rows of another model point at a row of this one. */
export abstract class Has<Target extends AnyModelClass, Options extends HasOptions> extends Relation<Target> {
  /** Public for the same reason as {@link Relation.model}: it types the rows that are written by the relation. */
  readonly options: Options
  readonly #as: string | undefined

  /** @param as the `morphTo` of the other model, where rows of several models are pointed at */
  constructor(target: () => Target, options: Options, as?: string) {
    super(target)
    this.options = options
    this.#as = as
  }

  async load(source: RelationSource, parents: readonly Values[], plan: LoadPlan): Promise<void> {
    const { foreignKey, localKey } = this.#columns(source)
    const wanted = ordered(this.#ofType(source, this.wanted(plan)), this.target)
    const rows = await this.rowsWith(foreignKey, keysIn(parents, localKey), wanted)
    const byKey = groupedBy(rows, foreignKey)
    for (const parent of parents) parent[source.name] = this.take(byKey.get(toText(parent[localKey])) ?? [])
  }

  linkOf(source: RelationSource, parent: Values): Values {
    const { foreignKey, localKey } = this.#columns(source)
    return { [foreignKey]: parent[localKey], ...this.#type(source) }
  }

  matching(source: RelationSource, outer: string): AnyQuery[] {
    const { foreignKey, localKey } = this.#columns(source)
    const rows = this.beside(outer, (inner) => isSameColumn(`${inner}.${foreignKey}`, `${outer}.${localKey}`))
    return [this.#ofType(source, rows)]
  }

  /** What is put on a row, of the rows that point at it. */
  protected abstract take(rows: Values[]): Values[] | Values | null

  /** The column that says which model is pointed at, and this model's name there. */
  #type({ model }: RelationSource): Values {
    return this.#as === undefined ? {} : { [`${this.#as}_type`]: morphName(this.target, this.#as, model) }
  }

  #ofType(source: RelationSource, rows: AnyQuery): AnyQuery {
    return Object.entries(this.#type(source)).reduce(
      (query, [column, name]) => query.where(column, name),
      rows,
    )
  }

  #columns({ model }: RelationSource): { foreignKey: string; localKey: string } {
    const { foreignKey = foreignKeyOf(model.table), localKey = model.primaryKey } = this.options
    return { foreignKey, localKey }
  }
}

export class HasMany<
  Target extends AnyModelClass = AnyModelClass,
  Options extends HasOptions = HasOptions,
> extends Has<Target, Options> {
  readonly isMany = true

  protected override take(rows: Values[]): Values[] {
    return rows
  }
}

export class HasOne<
  Target extends AnyModelClass = AnyModelClass,
  Options extends HasOptions = HasOptions,
> extends Has<Target, Options> {
  readonly isMany = false

  /** The first, where there are more. */
  protected override take([first]: Values[]): Values | null {
    return first ?? null
  }
}

/**
 * Rows of another model point at a row of this one. They come in the order of their primary key.
 *
 * ```ts
 * export class Post extends Model('posts') {
 *   static comments = hasMany(() => Comment) // comments.post_id
 * }
 * ```
 */
export function hasMany<
  Target extends AnyModelClass,
  const Options extends HasOptions = Record<never, never>,
>(target: () => Target, options?: Options): HasMany<Target, Options> {
  return new HasMany<Target, Options>(target, options ?? ({} as Options))
}

/**
 * At most one row of another model points at a row of this one; null where there is none.
 *
 * ```ts
 * export class User extends Model('users') {
 *   static profile = hasOne(() => Profile) // profiles.user_id
 * }
 * ```
 */
export function hasOne<Target extends AnyModelClass, const Options extends HasOptions = Record<never, never>>(
  target: () => Target,
  options?: Options,
): HasOne<Target, Options> {
  return new HasOne<Target, Options>(target, options ?? ({} as Options))
}
