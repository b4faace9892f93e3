import type { ModelQuery } from '../model-query.ts'
import type { AnyModelClass } from '../model-types.ts'
import type { NewRow } from '../row-types.ts'
import type { BelongsTo } from './belongs-to.ts'
import type { BelongsToMany } from './belongs-to-many.ts'
import type { ForeignKeyOf } from './foreign-key.ts'
import type { Has } from './has-many.ts'
import type { HasManyThrough, HasOneThrough } from './has-many-through.ts'
import type { LinkedQuery } from './linked-query.ts'
import type { MorphTo } from './morph-to.ts'
import type { OwnedQuery } from './owned-query.ts'
import type { RelationAt, TargetOf } from './relation-types.ts'

/** The model of a table, where `vanillin codegen` has found it. */
export type ModelOf<Name> = Name extends keyof Vanillin.Models ? Vanillin.Models[Name] : never

/** The name of a relation of the model of a table; any name before the first codegen. */
export type RelationName<Name extends string, Relation extends string> = [keyof Vanillin.Models] extends [
  never,
]
  ? Relation
  : TargetOf<ModelOf<Name>, Relation> extends AnyModelClass
    ? Relation
    : never

/** What `related` answers for a relation. */
export type RelatedQuery<Name extends string, Relation extends string> = [keyof Vanillin.Models] extends [
  never,
]
  ? OwnedQuery<AnyModelClass, Record<string, unknown>>
  : RelationAt<ModelOf<Name>, Relation> extends infer Found
    ? Found extends Has<infer Target, infer Options>
      ? OwnedQuery<
          Target,
          OwnedRow<Target, Options extends { foreignKey: infer Key } ? Key : ForeignKeyOf<Name>>
        >
      : Found extends BelongsToMany<infer Target, infer Options>
        ? LinkedQuery<Target, Options['through']>
        : Found extends
              | BelongsTo<infer Target>
              | HasManyThrough<infer Target>
              | HasOneThrough<infer Target>
              | MorphTo<infer Target>
          ? ModelQuery<Target>
          : never
    : never

/** A new row, whose foreign key is known. */
type OwnedRow<Target extends AnyModelClass, Key> = Omit<
  NewRow<Target['table'], Target['options']>,
  Key & PropertyKey
>
