import type {
  ColumnType,
  Expression,
  ExpressionBuilder,
  Insertable,
  SelectQueryBuilder,
  SelectType,
  Selectable,
  SqlBool,
  UpdateType,
  Updateable,
} from 'kysely'
import type { CastValue, NoOptions, WithCasts, WithDefaults } from './model-options.ts'

// Until the first `vanillin migrate` has written database/schema.ts, a table is anything.
// oxlint-disable-next-line typescript/no-explicit-any -- nothing is known of it
type UnknownTable = Record<string, any>

/** The column types of a table, as `database/schema.ts` has them. */
export type TableOf<Name extends string> = Name extends keyof Vanillin.Tables
  ? Vanillin.Tables[Name]
  : UnknownTable

/** A row as it is read. */
export type Row<Name extends string, Options = NoOptions> = WithCasts<Selectable<TableOf<Name>>, Options>

/** What a new row needs and may have. */
export type NewRow<Name extends string, Options = NoOptions> = WithDefaults<
  WithCasts<Insertable<TableOf<Name>>, Options>,
  Options
>

/** What may be changed of a row. */
export type RowChanges<Name extends string, Options = NoOptions> = WithCasts<
  Updateable<TableOf<Name>>,
  Options
>

export type ColumnOf<Name extends string> = keyof TableOf<Name> & string

// Column by column, here and below: a type of a whole row would be made for each column that is named, and the compiler makes hundreds of others
// for each of those.

/** What a column can be compared with: what is read from it, or what may be written to it. */
export type ComparableWith<
  Name extends string,
  Column extends ColumnOf<Name>,
  Options = NoOptions,
> = CastValue<ReadOrWritten<TableOf<Name>[Column]>, Column, Options>

type ReadOrWritten<Stored> =
  Stored extends ColumnType<infer Read, unknown, infer Written> ? Read | Exclude<Written, undefined> : Stored

/** What a row has for a column. */
export type PropertyOf<Name extends string, Column extends ColumnOf<Name>, Options = NoOptions> = CastValue<
  SelectType<TableOf<Name>[Column]>,
  Column,
  Options
>

/** A column of numbers that may be written, however the driver reads them. */
export type AddableColumn<Name extends string> = {
  [Column in ColumnOf<Name>]: number extends UpdateType<TableOf<Name>[Column]> ? Column : never
}[ColumnOf<Name>]

/** A column of numbers, however the driver reads them. */
export type NumberColumn<Name extends string> =
  | AddableColumn<Name>
  | {
      [Column in ColumnOf<Name>]: SelectType<TableOf<Name>[Column]> extends number | null ? Column : never
    }[ColumnOf<Name>]

/** A sum or a mean: a text where the column is one, as decimals are, so that nothing of it is lost. */
export type ColumnSum<Name extends string, Column extends ColumnOf<Name>> =
  SelectType<TableOf<Name>[Column]> extends number | null ? number | null : string | null

/** The value of a primary key. */
export type Key = number | string | bigint

export type Comparison = '=' | '!=' | '<>' | '<' | '<=' | '>' | '>=' | 'like' | 'not like'

/** A condition in Kysely's own words: `(where) => where.or([where('a', '=', 1), where('b', 'is', null)])`. */
export type Condition<Name extends string> = (
  where: ExpressionBuilder<Record<Name, TableOf<Name>>, Name>,
) => Expression<SqlBool>

/** Kysely's builder, as a model's query hands it over. */
export type KyselyQuery<Name extends string> = SelectQueryBuilder<
  Record<Name, TableOf<Name>>,
  Name,
  Row<Name>
>
