import type { CursorOptions } from './cursor-paginate.ts'
import type { CursorPage } from './cursor-page.ts'
import type { ColumnChanges, ModelEvent } from './model-events.ts'
import type { ModelMethods } from './model-methods.ts'
import type { ModelOptions, NoOptions } from './model-options.ts'
import type { ModelQuery } from './model-query.ts'
import type { Page } from './page.ts'
import type { PlainRow } from './plain-rows.ts'
import type { RelationStatics } from './relations/relation-statics.ts'
import type {
  ColumnOf,
  ColumnSum,
  ComparableWith,
  Comparison,
  Condition,
  Key,
  NewRow,
  NumberColumn,
  PropertyOf,
  Row,
} from './row-types.ts'
import type { SoftDeletes, SoftDeletingClass, SoftDeletingMethods } from './soft-deletes.ts'
import type { UpsertOptions } from './upsert-rows.ts'

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
  /** The one with the least key. */
  first<Class extends AnyModelClass>(this: Class): Promise<InstanceType<Class> | null>
  /** @throws DatabaseError E_ROW_NOT_FOUND, which is a 404 */
  firstOrFail<Class extends AnyModelClass>(this: Class): Promise<InstanceType<Class>>
  /** Whether there is any row. */
  exists(): Promise<boolean>
  all<Class extends AnyModelClass>(this: Class): Promise<InstanceType<Class>[]>
  count(): Promise<number>
  /** The greatest value of a column; null where there are no rows. */
  max<Column extends ColumnOf<Name>>(column: Column): Promise<PropertyOf<Name, Column, Options> | null>
  /** The least value of a column; null where there are no rows. */
  min<Column extends ColumnOf<Name>>(column: Column): Promise<PropertyOf<Name, Column, Options> | null>
  /** The sum of a column: a text where the column is one, as decimals are, so that nothing of it is lost; null where there are no rows. */
  sum<Column extends NumberColumn<Name>>(column: Column): Promise<ColumnSum<Name, Column>>
  /** The mean of a column, of the same type as its sum. */
  avg<Column extends NumberColumn<Name>>(column: Column): Promise<ColumnSum<Name, Column>>
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
