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
import type { ModelOptions, NoOptions, ShownColumns, WithCasts, WithDefaults } from './model-options.ts'
import type { ColumnChanges, ModelEvent } from './model-events.ts'
import type { ModelQuery } from './model-query.ts'
import type { CursorOptions } from './cursor-paginate.ts'
import type { CursorPage } from './cursor-page.ts'
import type { Page } from './page.ts'
import type { LoadedBy, NarrowedRelations } from './relations/query-types.ts'
import type { ModelOf, RelatedQuery, RelationName } from './relations/related-types.ts'
import type { PlainRow } from './plain-rows.ts'
import type { RelationStatics } from './relations/relation-statics.ts'
import type { Loaded, Paths } from './relations/relation-types.ts'
import type { SoftDeletes, SoftDeletingClass, SoftDeletingMethods } from './soft-deletes.ts'
import type { UpsertOptions } from './upsert-rows.ts'

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

/** What every row of a model can do. */
export interface ModelMethods<Name extends string, Options = NoOptions> {
  /** Writes the row: all of it when it is new, else the columns that changed. */
  save(): Promise<this>
  /** Sets the values and writes them. */
  update(values: RowChanges<Name, Options>): Promise<this>
  /** Deletes the row; where the model has `softDeletes` it is marked and kept. */
  delete(): Promise<void>
  /** Reads the row again; what was changed and not saved is gone. */
  refresh(): Promise<this>
  /** Adds to a column in the database: two at once both count. Other changes stay unsaved. */
  increment(column: AddableColumn<Name>, by?: number | bigint): Promise<this>
  decrement(column: AddableColumn<Name>, by?: number | bigint): Promise<this>
  /** Whether there is something to save: in one of these columns, or in any. */
  isDirty(...columns: ColumnOf<Name>[]): boolean
  /** What a save would change: of each column what it was, and what it is. */
  changes(): ColumnChanges<Row<Name, Options>>
  /** The row as it is in the database, with its loaded relations, as data for the app's caches and queues; `revive` of the model takes it back. */
  toPlain(): PlainRow
  /** The rows of a relation, as a query, which can also write more of them. */
  related<Relation extends string>(relation: RelationName<Name, Relation>): RelatedQuery<Name, Relation>
  /** Loads relations of this row, and answers it with them: `const { comments } = await post.load('comments')`. */
  load<Path extends string>(
    ...paths: Paths<ModelOf<Name>, Path>[]
  ): Promise<this & Loaded<ModelOf<Name>, Path>>
  load<Rows extends Record<string, object>>(
    relations: NarrowedRelations<ModelOf<Name>, Rows>,
  ): Promise<this & LoadedBy<ModelOf<Name>, Rows>>
  /** The columns as plain data for others to see, without hidden ones; relations that were loaded are there too. */
  toJSON(): ShownColumns<Row<Name, Options>, Options>
}

/**
 * A model's class, as far as a query must know it. Its own statics are not looked at: the relations of two models name each other, and
 * a type that read all of them while one is declared would be a circle.
 */
export interface AnyModelClass {
  new (): object
  readonly table: string
  readonly options: ModelOptions
}

/** A query as a scope answers it. To name its model here would be a circle: the scope is a static of that class. */
interface NarrowedQuery {
  toJSON(): never
}

/** What {@link Model} answers: a class to extend. Each method knows the class that it was called on. */
export interface ModelClass<
  Name extends string,
  Options extends ModelOptions = NoOptions,
> extends RelationStatics {
  new (): Options extends SoftDeletes
    ? SoftDeletingMethods & ModelMethods<Name, Options> & Row<Name, Options>
    : ModelMethods<Name, Options> & Row<Name, Options>
  readonly table: Name
  readonly options: Options
  /** The name of the primary key's column. */
  primaryKey: string
  /** Filled when a row is created, where the table has such a column. */
  createdAtColumn: string
  /** Filled with each write, where the table has such a column. */
  updatedAtColumn: string
  /** Filled when a row is deleted, where the model has `softDeletes`. */
  deletedAtColumn: string

  find<Class extends AnyModelClass>(this: Class, id: Key): Promise<InstanceType<Class> | null>
  /** @throws DatabaseError E_ROW_NOT_FOUND, which is a 404 */
  findOrFail<Class extends AnyModelClass>(this: Class, id: Key): Promise<InstanceType<Class>>
  first<Class extends AnyModelClass>(this: Class): Promise<InstanceType<Class> | null>
  all<Class extends AnyModelClass>(this: Class): Promise<InstanceType<Class>[]>
  count(): Promise<number>
  paginate<Class extends AnyModelClass>(
    this: Class,
    page?: number,
    perPage?: number,
  ): Promise<Page<InstanceType<Class>>>
  /** The rows behind a cursor, in the order of their key. */
  cursorPaginate<Class extends AnyModelClass>(
    this: Class,
    options?: CursorOptions,
  ): Promise<CursorPage<InstanceType<Class>>>

  where<Class extends AnyModelClass>(this: Class, condition: Condition<Name>): ModelQuery<Class>
  where<Class extends AnyModelClass, Column extends ColumnOf<Name>>(
    this: Class,
    column: Column,
    value: ComparableWith<Name, Column, Options>,
  ): ModelQuery<Class>
  where<Class extends AnyModelClass, Column extends ColumnOf<Name>>(
    this: Class,
    column: Column,
    comparison: Comparison,
    value: ComparableWith<Name, Column, Options>,
  ): ModelQuery<Class>
  where<Class extends AnyModelClass, Column extends ColumnOf<Name>>(
    this: Class,
    column: Column,
    comparison: 'in' | 'not in',
    values: readonly ComparableWith<Name, Column, Options>[],
  ): ModelQuery<Class>
  where<Class extends AnyModelClass>(
    this: Class,
    column: ColumnOf<Name>,
    comparison: 'is' | 'is not',
    value: null,
  ): ModelQuery<Class>

  orderBy<Class extends AnyModelClass>(
    this: Class,
    column: ColumnOf<Name>,
    direction?: 'asc' | 'desc',
  ): ModelQuery<Class>
  /** Newest first, by the `created_at` column or the one that is named. */
  latest<Class extends AnyModelClass>(this: Class, column?: ColumnOf<Name>): ModelQuery<Class>
  limit<Class extends AnyModelClass>(this: Class, rows: number): ModelQuery<Class>

  /**
   * Calls a listener with each row to which that happens. The first of each pair (`creating`, `created`) may refuse it by throwing.
   * Answers what ends it.
   *
   * ```ts
   * export class Post extends Model('posts') {
   *   static {
   *     this.on('creating', (post) => (post.slug ??= toSlug(post.title)))
   *     this.on('updated', (post, { title }) => title && log.info(title.from, title.to))
   *   }
   * }
   * ```
   */
  on<Class extends AnyModelClass>(
    this: Class,
    event: ModelEvent,
    listener: (row: InstanceType<Class>, changes: ColumnChanges<Row<Name, Options>>) => unknown,
  ): () => void

  /** All rows, so many at a time, in constant memory. */
  chunk<Class extends AnyModelClass>(
    this: Class,
    size?: number,
  ): AsyncGenerator<InstanceType<Class>[], void, undefined>
  /** All rows, one after the other, in constant memory. */
  each<Class extends AnyModelClass>(
    this: Class,
    size?: number,
  ): AsyncGenerator<InstanceType<Class>, void, undefined>

  /** The row that `toPlain()` made data of, as if it had just been read. */
  revive<Class extends AnyModelClass>(this: Class, plain: PlainRow): InstanceType<Class>

  /** The deleted rows as well, where the model has `softDeletes`. */
  withTrashed<Class extends SoftDeletingClass>(this: Class): ModelQuery<Class>
  /** The deleted rows alone. */
  onlyTrashed<Class extends SoftDeletingClass>(this: Class): ModelQuery<Class>

  /**
   * Names a query, for a static of the model.
   *
   * ```ts
   * export class Post extends Model('posts') {
   *   static published = this.scope((query) => query.where('published_at', 'is not', null))
   *   static by = this.scope((query, author: User) => query.where('author_id', author.id))
   * }
   *
   * await Post.published().with('author').get()
   * ```
   */
  scope<Class extends AnyModelClass, Given extends readonly unknown[]>(
    this: Class,
    narrow: (query: ModelQuery<Class>, ...given: Given) => NarrowedQuery,
  ): (...given: Given) => ModelQuery<Class>

  /**
   * Writes a new row and answers it as the database has it, with its defaults.
   *
   * @throws DatabaseError E_COLUMN_UNKNOWN
   */
  create<Class extends AnyModelClass>(
    this: Class,
    values: NewRow<Name, Options>,
  ): Promise<InstanceType<Class>>
  /** Writes new rows, all or none, in as few statements as there can be, and answers them. */
  createMany<Class extends AnyModelClass>(
    this: Class,
    rows: readonly NewRow<Name, Options>[],
  ): Promise<InstanceType<Class>[]>
  /**
   * The first row with these values, or a new one. When two ask at once, both get the same row, where the database has a unique key
   * for it.
   */
  firstOrCreate<Class extends AnyModelClass, By extends Partial<NewRow<Name, Options>>>(
    this: Class,
    by: By,
    values: Omit<NewRow<Name, Options>, keyof By>,
  ): Promise<InstanceType<Class>>
  /** The same, and a row that was there is updated. */
  updateOrCreate<Class extends AnyModelClass, By extends Partial<NewRow<Name, Options>>>(
    this: Class,
    by: By,
    values: Omit<NewRow<Name, Options>, keyof By>,
  ): Promise<InstanceType<Class>>
  /** Writes rows, or changes those that are there, in one statement and without events. */
  upsert(rows: readonly NewRow<Name, Options>[], options: UpsertOptions<ColumnOf<Name>>): Promise<void>
}

export type { TableName }
