import type { AnyModelClass } from '../model-types.ts'
import { foreignKeyOf } from './foreign-key.ts'
import { groupedBy, keysIn } from './key-column.ts'
import { Relation } from './relation.ts'
import type { RelationSource, Values } from './relation.ts'
import { toText } from '../row-values.ts'

export interface HasOptions {
  /** The column of the other model that points here. Default: the singular of this table with `_id`, `post_id` for `posts`. */
  readonly foreignKey?: string
  /** The column that it points at. Default: the primary key. */
  readonly localKey?: string
}

/** Rows of another model point at a row of this one. */
export abstract class Has<Target extends AnyModelClass, Options extends HasOptions> extends Relation<Target> {
  readonly #options: Options

  constructor(target: () => Target, options: Options) {
    super(target)
    this.#options = options
  }

  async load(source: RelationSource, parents: readonly Values[], nested: readonly string[]): Promise<void> {
    const { foreignKey, localKey } = this.#columns(source)
    const keys = keysIn(parents, localKey)
    const rows = await this.rowsWith(foreignKey, keys, nested, this.target.primaryKey)
    const byKey = groupedBy(rows, foreignKey)
    for (const parent of parents) parent[source.name] = this.take(byKey.get(toText(parent[localKey])) ?? [])
  }

  linkOf(source: RelationSource, parent: Values): Values {
    const { foreignKey, localKey } = this.#columns(source)
    return { [foreignKey]: parent[localKey] }
  }

  /** What is put on a row, of the rows that point at it. */
  protected abstract take(rows: Values[]): Values[] | Values | null

  #columns({ model }: RelationSource): { foreignKey: string; localKey: string } {
    const { foreignKey = foreignKeyOf(model.table), localKey = model.primaryKey } = this.#options
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
