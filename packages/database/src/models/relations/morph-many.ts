import type { AnyModelClass } from '../model-types.ts'
import { HasMany, HasOne } from './has-many.ts'

export interface MorphOptions<As extends string = string> {
  /** The `morphTo` of the other model, which knows this model's name. */
  readonly as: As
}

/** The columns that a new row is given by the row that it points at. */
interface MorphColumns<As extends string> {
  readonly foreignKey: `${As}_id` | `${As}_type`
}

/**
 * Rows of another model point at rows of this one and of others, by a `morphTo`.
 *
 * ```ts
 * export class Post extends Model('posts') {
 *   static comments = morphMany(() => Comment, { as: 'commentable' })
 * }
 * ```
 */
export function morphMany<Target extends AnyModelClass, const As extends string>(
  target: () => Target,
  { as }: MorphOptions<As>,
): HasMany<Target, MorphColumns<As>> {
  return new HasMany<Target, MorphColumns<As>>(target, { foreignKey: `${as}_id` }, as)
}

/**
 * At most one such row; null where there is none.
 *
 * ```ts
 * export class User extends Model('users') {
 *   static image = morphOne(() => Image, { as: 'imageable' })
 * }
 * ```
 */
export function morphOne<Target extends AnyModelClass, const As extends string>(
  target: () => Target,
  { as }: MorphOptions<As>,
): HasOne<Target, MorphColumns<As>> {
  return new HasOne<Target, MorphColumns<As>>(target, { foreignKey: `${as}_id` }, as)
}
