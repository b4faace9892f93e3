import type { AnyModelClass } from '../model-types.ts'
import type { Row } from '../row-types.ts'
import type { BelongsTo } from './belongs-to.ts'
import type { BelongsToMany } from './belongs-to-many.ts'
import type { HasManyThrough } from './has-many-through.ts'
import type { HasMany } from './has-many.ts'
import type { MorphTo } from './morph-to.ts'
import type { SoftDeletes } from '../soft-deletes.ts'
import type { Relation } from './relation.ts'

// A path is checked by itself, static by static: a type of all relations of a class would be a circle in a method of that class
// which uses one of them.
type CheckedPath<Class, Path extends string> = Path extends `${infer Name}.${infer Behind}`
  ? TargetOf<Class, Name> extends infer Target extends AnyModelClass
    ? [CheckedPath<Target, Behind>] extends [never]
      ? never
      : Path
    : never
  : TargetOf<Class, Path> extends AnyModelClass
    ? Path
    : never

/** The paths that `with` takes: names of relations, and of the relations of what they lead to behind a dot. */
export type Paths<Class, Path extends string> = Path & CheckedPath<Class, Path>

export type RelationAt<Class, Name extends string> = Name extends keyof Class
  ? Class[Name] extends infer Found extends Relation
    ? Found
    : undefined
  : undefined

/** Undefined where there is no such relation. */
export type TargetOf<Class, Name extends string> =
  RelationAt<Class, Name> extends Relation<infer Target> ? Target : undefined

type Head<Path extends string> = Path extends `${infer Name}.${string}` ? Name : Path
type Rest<Path extends string, Name extends string> = Path extends `${Name}.${infer Behind}` ? Behind : never

/** What rows have besides their columns when they were loaded with these relations. */
export type Loaded<Class, Path extends string> = {
  [Name in Head<Path>]: LoadedRelation<Class, Name, Rest<Path, Name>>
}

type LoadedRelation<Class, Name extends string, Nested extends string> =
  RelationAt<Class, Name> extends infer Found
    ? Found extends BelongsTo<infer Target, infer Options>
      ? LoadedRow<Target, Nested> | NullOf<Class, Name, Options> | NullOfTrashed<Target>
      : Found extends MorphTo<infer Target>
        ? LoadedMorph<Target, Nested> | null
        : Found extends Relation<infer Target>
          ? LoadedAs<Found, LoadedRow<Target, Nested>>
          : never
    : never

/** What a relation puts on a row, of rows that are so: many, or one or none. */
export type LoadedAs<Found, Related> =
  Found extends BelongsToMany<AnyModelClass, infer Options>
    ? (Related & { pivot: Row<Options['through']> })[]
    : Found extends HasMany | HasManyThrough
      ? Related[]
      : Related | null

/** A row of one of several models. */
type LoadedMorph<Target extends AnyModelClass, Nested extends string> = Target extends AnyModelClass
  ? LoadedRow<Target, Nested>
  : never

type LoadedRow<Target extends AnyModelClass, Nested extends string> = [Nested] extends [never]
  ? InstanceType<Target>
  : InstanceType<Target> & Loaded<Target, Nested>

/** Null where the column that points at the other row may be null. */
type NullOf<Class, Name extends string, Options> = Options extends { optional: true }
  ? null
  : Class extends AnyModelClass
    ? Extract<
        ColumnAt<InstanceType<Class>, Options extends { foreignKey: infer Key } ? Key : `${Name}_id`>,
        null
      >
    : never

/** Null where the other row may have been deleted and is kept. */
type NullOfTrashed<Target extends AnyModelClass> = Target['options'] extends SoftDeletes ? null : never

type ColumnAt<Instance, Key> = Key extends keyof Instance ? Instance[Key] : never
