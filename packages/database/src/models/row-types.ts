import type {
  Expression,
  ExpressionBuilder,
  Insertable,
  SelectQueryBuilder,
  Selectable,
  SqlBool,
  Updateable,
} from 'kysely'
import type { NoOptions, WithCasts, WithDefaults } from './model-options.ts'

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

/** What a column can be compared with: what is read from it, or what may be written to it. */
export type ComparableWith<Name extends string, Column extends ColumnOf<Name>, Options = NoOptions> =
  | Row<Name, Options>[Column & keyof Row<Name, Options>]
  | Exclude<RowChanges<Name, Options>[Column & keyof RowChanges<Name, Options>], undefined>

/** A column of numbers, however the driver reads them. */
export type AddableColumn<Name extends string> = {
  [Column in ColumnOf<Name>]: number extends Updateable<TableOf<Name>>[Column &
    keyof Updateable<TableOf<Name>>]
    ? Column
    : never
}[ColumnOf<Name>]

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
