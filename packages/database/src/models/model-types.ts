import type {
  ExpressionBuilder,
  Insertable,
  SelectQueryBuilder,
  Selectable,
  SqlBool,
  Updateable,
  Expression,
} from 'kysely'
import type { TableName } from '../types/tables.ts'
import type { ModelQuery } from './model-query.ts'
import type { Page } from './page.ts'

// Until the first `vanillin migrate` has written database/schema.ts, a table is anything.
// oxlint-disable-next-line typescript/no-explicit-any -- nothing is known of it
type UnknownTable = Record<string, any>

/** The column types of a table, as `database/schema.ts` has them. */
export type TableOf<Name extends string> = Name extends keyof Vanillin.Tables
  ? Vanillin.Tables[Name]
  : UnknownTable

/** A row as it is read. */
export type Row<Name extends string> = Selectable<TableOf<Name>>

/** What a new row needs and may have. */
export type NewRow<Name extends string> = Insertable<TableOf<Name>>

/** What may be changed of a row. */
export type RowChanges<Name extends string> = Updateable<TableOf<Name>>

export type ColumnOf<Name extends string> = keyof TableOf<Name> & string

/** What a column can be compared with: what is read from it, or what may be written to it. */
export type ComparableWith<Name extends string, Column extends ColumnOf<Name>> =
  | Row<Name>[Column & keyof Row<Name>]
  | Exclude<RowChanges<Name>[Column & keyof RowChanges<Name>], undefined>

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

/** What every row of a model can do. */
export interface ModelMethods<Name extends string> {
  /** Writes the row: all of it when it is new, else the columns that changed. */
  save(): Promise<this>
  /** Sets the values and writes them. */
  update(values: RowChanges<Name>): Promise<this>
  delete(): Promise<void>
  /** Reads the row again. */
  refresh(): Promise<this>
  /** The columns as plain data: for JSON, caches and queues. */
  toJSON(): Row<Name>
}

type Constructor<Instance> = new () => Instance

/** What {@link Model} answers: a class to extend. Each method knows the class that it was called on. */
export interface ModelClass<Name extends string> {
  new (): ModelMethods<Name> & Row<Name>
  readonly table: Name
  /** The name of the primary key's column. */
  primaryKey: string
  /** Filled when a row is created, where the table has such a column. */
  createdAtColumn: string
  /** Filled with each write, where the table has such a column. */
  updatedAtColumn: string

  find<Instance>(this: Constructor<Instance>, id: Key): Promise<Instance | null>
  /** @throws DatabaseError E_ROW_NOT_FOUND, which is a 404 */
  findOrFail<Instance>(this: Constructor<Instance>, id: Key): Promise<Instance>
  first<Instance>(this: Constructor<Instance>): Promise<Instance | null>
  all<Instance>(this: Constructor<Instance>): Promise<Instance[]>
  count(): Promise<number>
  paginate<Instance>(this: Constructor<Instance>, page?: number, perPage?: number): Promise<Page<Instance>>

  where<Instance>(this: Constructor<Instance>, condition: Condition<Name>): ModelQuery<Name, Instance>
  where<Instance, Column extends ColumnOf<Name>>(
    this: Constructor<Instance>,
    column: Column,
    value: ComparableWith<Name, Column>,
  ): ModelQuery<Name, Instance>
  where<Instance, Column extends ColumnOf<Name>>(
    this: Constructor<Instance>,
    column: Column,
    comparison: Comparison,
    value: ComparableWith<Name, Column>,
  ): ModelQuery<Name, Instance>
  where<Instance, Column extends ColumnOf<Name>>(
    this: Constructor<Instance>,
    column: Column,
    comparison: 'in' | 'not in',
    values: readonly ComparableWith<Name, Column>[],
  ): ModelQuery<Name, Instance>
  where<Instance>(
    this: Constructor<Instance>,
    column: ColumnOf<Name>,
    comparison: 'is' | 'is not',
    value: null,
  ): ModelQuery<Name, Instance>

  orderBy<Instance>(
    this: Constructor<Instance>,
    column: ColumnOf<Name>,
    direction?: 'asc' | 'desc',
  ): ModelQuery<Name, Instance>
  /** Newest first, by the `created_at` column or the one that is named. */
  latest<Instance>(this: Constructor<Instance>, column?: ColumnOf<Name>): ModelQuery<Name, Instance>
  limit<Instance>(this: Constructor<Instance>, rows: number): ModelQuery<Name, Instance>

  /**
   * Writes a new row and answers it as the database has it, with its defaults.
   *
   * @throws DatabaseError E_COLUMN_UNKNOWN
   */
  create<Instance>(this: Constructor<Instance>, values: NewRow<Name>): Promise<Instance>
}

export type { TableName }
