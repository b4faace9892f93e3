import type { ModelQuery } from '../model-query.ts'
import type { AnyModelClass } from '../model-types.ts'
import type { QueriedModel } from '../query-parts.ts'
import type { ColumnOf, ColumnSum, Comparison, NumberColumn, Row } from '../row-types.ts'
import type { BelongsTo } from './belongs-to.ts'
import type { MorphTo } from './morph-to.ts'
import type { LoadedAs, RelationAt, TargetOf } from './relation-types.ts'

export type CountComparison = Exclude<Comparison, 'like' | 'not like'>

/** The relation of `'comments as approved'`. */
type RelationName<Given> = Given extends `${infer Name} as ${string}` ? Name : Given

/** The model that a path leads to. */
export type TargetAt<Class, Path> =
  RelationName<Path> extends `${infer Name}.${infer Behind}`
    ? TargetAt<TargetOf<Class, Name>, Behind>
    : Extract<TargetOf<Class, RelationName<Path> & string>, AnyModelClass>

/**
 * What a callback makes of the query that it is given. Not `ModelQuery` itself: the compiler compares what is answered with what is wanted, and
 * for whole classes that takes it ten times as long as all the rest of the call.
 */
export interface QueryOf<Table extends string, out Instance = object> {
  readonly model: QueriedModel<Table>
  get(): Promise<Instance[]>
}

/** Conditions on the rows that a path leads to. */
export type NarrowedBy<Class, Path> = (
  query: ModelQuery<TargetAt<Class, Path>>,
) => QueryOf<TargetAt<Class, Path>['table']>

/** The name of a relation, or `'comments as approved'`. */
export type RelationAlias<Class, Given extends string> = Given &
  (TargetOf<Class, RelationName<Given> & string> extends AnyModelClass ? Given : never)

/** What a row calls a value that is computed of related rows. */
export type AggregateName<
  Given extends string,
  Ending extends string,
> = Given extends `${string} as ${infer Alias}` ? Alias : `${Given}_${Ending}`

export type RelatedColumn<Class, Given> = ColumnOf<TargetAt<Class, Given>['table']>

export type RelatedNumber<Class, Given> = NumberColumn<TargetAt<Class, Given>['table']>

export type SumOf<Class, Given, Column extends RelatedColumn<Class, Given>> = ColumnSum<
  TargetAt<Class, Given>['table'],
  Column
>

export type RelatedValue<Class, Given, Column> = Column extends keyof Row<TargetAt<Class, Given>['table']>
  ? Row<TargetAt<Class, Given>['table']>[Column]
  : never

/** For each relation what its rows are narrowed by, and so what they are. What is no relation has no query. */
export type NarrowedRelations<Class, Rows> = {
  [Name in keyof Rows]: (
    query: [TargetAt<Class, Name>] extends [never] ? never : ModelQuery<TargetAt<Class, Name>>,
  ) => QueryOf<TargetAt<Class, Name>['table'], Rows[Name]>
}

/** What rows have besides their columns when they were loaded with such relations. */
export type LoadedBy<Class, Rows> = {
  [Name in keyof Rows]: RelationAt<Class, Name & string> extends infer Found
    ? Found extends BelongsTo | MorphTo
      ? Rows[Name] | null
      : LoadedAs<Found, Rows[Name]>
    : never
}
