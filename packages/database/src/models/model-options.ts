import type { SelectType, UpdateType } from 'kysely'
import type { AnyCast, Cast } from './casts/cast.ts'
import type { ColumnOf, TableOf } from './row-types.ts'

/** What a model says of its table that changes the types of its rows. */
export interface ModelOptions<Name extends string = string> {
  /** What columns become as properties. */
  readonly casts?: { readonly [Column in ColumnOf<Name>]?: CastOf<Name, Column> }
  /** Columns that are left out of what others see: `toJSON()`, and so every answer. */
  readonly hidden?: readonly ColumnOf<Name>[]
  /** The columns that others see, and no others. */
  readonly visible?: readonly ColumnOf<Name>[]
  /** Deleted rows are marked in the column `deleted_at` and kept; queries leave them out. */
  readonly softDeletes?: boolean
  /** What a new row has where it does not say; a function is called for each row. */
  readonly defaults?: { readonly [Column in ColumnOf<Name>]?: unknown }
}

/** The defaults of a model must fit its columns, as its casts have them. */
export interface FittingDefaults<Columns> {
  readonly defaults?: { readonly [Column in keyof Columns]?: Columns[Column] | (() => Columns[Column]) }
}

/** A new row, which may leave out what the model has a default for. */
export type WithDefaults<Columns, Options> = Options extends { readonly defaults: infer Defaults }
  ? Omit<Columns, keyof Defaults> & Partial<Pick<Columns, keyof Defaults & keyof Columns>>
  : Columns

type CastOf<Name extends string, Column extends ColumnOf<Name>> = Cast<
  NonNullable<SelectType<TableOf<Name>[Column]>>,
  // oxlint-disable-next-line typescript/no-explicit-any -- it becomes what the cast makes of it
  any,
  UpdateType<TableOf<Name>[Column]>
>

/** No option: the columns are as the driver reads them. */
export type NoOptions = Record<never, never>

/** Columns with the types that the casts give them. */
export type WithCasts<Columns, Options> = Options extends { readonly casts: object }
  ? { [Column in keyof Columns]: CastValue<Columns[Column], Column, Options> }
  : Columns

/** What a value of a column becomes by its cast; null and undefined stay. */
export type CastValue<Stored, Column, Options> = Options extends { readonly casts: infer Casts }
  ? Column extends keyof Casts
    ? Casts[Column] extends Cast<infer _Stored, infer Value, infer _Written>
      ? Value | Extract<Stored, null | undefined>
      : Stored
    : Stored
  : Stored

/** Columns as others see them: without the hidden ones, a bigint as text. */
export type ShownColumns<Columns, Options> = {
  [Column in ShownColumn<Columns, Options>]: PlainValue<Columns[Column]>
}

type ShownColumn<Columns, Options> = Exclude<
  Options extends { readonly visible: readonly (infer Visible)[] } ? Visible & keyof Columns : keyof Columns,
  Options extends { readonly hidden: readonly (infer Hidden)[] } ? Hidden : never
>

type PlainValue<Value> = Value extends bigint ? string : Value

/** The options of a model as they are used: inside, the types are believed. */
export interface AnyOptions {
  readonly casts?: Readonly<Record<string, AnyCast | undefined>>
  readonly hidden?: readonly string[]
  readonly visible?: readonly string[]
  readonly softDeletes?: boolean
  readonly defaults?: Readonly<Record<string, unknown>>
}
