import type { AnyModelClass } from '../model-types.ts'
import { BelongsToMany } from './belongs-to-many.ts'

export interface MorphToManyOptions {
  /** The table between: a column points at the one model, a type and a key at one of several. */
  readonly through: string
  /** What the type and the key begin with: `taggable` for `taggable_type` and `taggable_id`. */
  readonly as: string
  /** What the type column has for the model that is one of several. */
  readonly type: string
}

/**
 * Rows of this model, and of others, are linked with rows of another by one table.
 *
 * ```ts
 * export class Post extends Model('posts') {
 *   static tags = morphToMany(() => Tag, { through: 'taggables', as: 'taggable', type: 'post' }) // and taggables.tag_id
 * }
 * ```
 */
export function morphToMany<Target extends AnyModelClass, const Options extends MorphToManyOptions>(
  target: () => Target,
  { through, as, type }: Options,
): BelongsToMany<Target, { through: Options['through'] }> {
  return new BelongsToMany(target, { through, foreignKey: `${as}_id` }, { [`${as}_type`]: type })
}

/**
 * The other side of {@link morphToMany}: the rows of one of the models that are linked with a row of this one.
 *
 * ```ts
 * export class Tag extends Model('tags') {
 *   static posts = morphedByMany(() => Post, { through: 'taggables', as: 'taggable', type: 'post' })
 * }
 * ```
 */
export function morphedByMany<Target extends AnyModelClass, const Options extends MorphToManyOptions>(
  target: () => Target,
  { through, as, type }: Options,
): BelongsToMany<Target, { through: Options['through'] }> {
  return new BelongsToMany(target, { through, relatedKey: `${as}_id` }, { [`${as}_type`]: type })
}
