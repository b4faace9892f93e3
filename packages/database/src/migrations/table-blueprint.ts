import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { Column } from './column.ts'
import type { ColumnSqlType } from './column.ts'
import { ForeignKey } from './foreign-key.ts'
import { quoteText } from './quote-text.ts'

/** A key over several columns. */
export interface CompoundKey {
  kind: 'unique' | 'index'
  columns: readonly string[]
  /** Another than that of its table and columns. */
  name?: string
}

/** A condition that every row has to meet. */
export interface Check {
  name: string
  condition: RawBuilder<unknown>
}

/**
 * Describes the columns of a table, the same on PostgreSQL, MySQL and the embedded database. The names are those
 * that Laravel's Blueprint has. What is not here is reached through Kysely: `schema.kysely`.
 */
export class TableBlueprint {
  readonly columns: Column[] = []
  readonly keys: CompoundKey[] = []
  readonly foreignKeys: ForeignKey[] = []
  readonly checks: Check[] = []
  tableComment: string | null = null
  primaryKey: string[] | null = null
  readonly #isMysql: boolean

  constructor(isMysql: boolean) {
    this.#isMysql = isMysql
  }

  /** The primary key: a 32-bit number that the database counts up, a `number` in TypeScript. */
  id(name = 'id'): Column {
    return this.integer(name).unsigned().generated().primary()
  }

  /** A primary key beyond two billion rows: 64 bits, a `string` in TypeScript so that no digit is lost. */
  bigId(name = 'id'): Column {
    return this.bigInteger(name).unsigned().generated().primary()
  }

  /** A column that points at an `id()`: `table.foreignId('post_id').references('posts').onDelete('cascade')`. */
  foreignId(name: string): Column {
    return this.integer(name).unsigned()
  }

  /** A column that points at a `bigId()`. */
  foreignBigId(name: string): Column {
    return this.bigInteger(name).unsigned()
  }

  string(name: string, length = 255): Column {
    return this.#add(name, `varchar(${length})`)
  }

  /** Text of exactly this many characters. */
  char(name: string, length: number): Column {
    return this.#add(name, `char(${length})`)
  }

  /** Text of any length. */
  text(name: string): Column {
    return this.#add(name, this.#isMysql ? sql`longtext` : 'text')
  }

  integer(name: string): Column {
    return this.#add(name, 'integer')
  }

  smallInteger(name: string): Column {
    return this.#add(name, 'smallint')
  }

  /** One byte on MySQL, a `smallint` on PostgreSQL, which has none so small. */
  tinyInteger(name: string): Column {
    return this.#add(name, this.#isMysql ? sql`tinyint` : 'smallint')
  }

  /** 64 bits; a `string` in TypeScript. */
  bigInteger(name: string): Column {
    return this.#add(name, 'bigint')
  }

  /** An exact number, for money; a `string` in TypeScript. */
  decimal(name: string, precision = 10, scale = 2): Column {
    return this.#add(name, `decimal(${precision}, ${scale})`)
  }

  /** A floating-point number of 64 bits. */
  double(name: string): Column {
    return this.#add(name, this.#isMysql ? sql`double` : 'double precision')
  }

  /** A floating-point number of 32 bits. */
  float(name: string): Column {
    return this.#add(name, this.#isMysql ? sql`float` : 'real')
  }

  boolean(name: string): Column {
    return this.#add(name, this.#isMysql ? sql`tinyint(1)` : 'boolean')
  }

  /** A day without a time; its text (`2026-11-22`) in TypeScript. */
  date(name: string): Column {
    return this.#add(name, 'date')
  }

  /** A time of the day; its text (`18:30:00`) in TypeScript. */
  time(name: string): Column {
    return this.#add(name, 'time')
  }

  /** An instant; a `Date` in TypeScript. Kept with milliseconds and in UTC. */
  timestamp(name: string): Column {
    return this.#add(name, this.#isMysql ? 'datetime(3)' : sql`timestamptz(3)`)
  }

  /** `created_at` and `updated_at`, which the models fill; now, when nobody does. */
  timestamps(): void {
    const now = sql`current_timestamp(3)`
    this.timestamp('created_at').default(now)
    this.timestamp('updated_at').default(now)
  }

  /** `deleted_at`, for a model with `softDeletes`: NULL, or when the row was deleted. */
  softDeletes(name = 'deleted_at'): Column {
    return this.timestamp(name).nullable()
  }

  /** `commentable_type` and `commentable_id`, with an index: they point at a row of any table with an `id()`. */
  morphs(name: string): void {
    this.string(`${name}_type`)
    this.foreignId(`${name}_id`)
    this.index([`${name}_type`, `${name}_id`])
  }

  /** {@link morphs}, and both may be NULL. */
  nullableMorphs(name: string): void {
    this.string(`${name}_type`).nullable()
    this.foreignId(`${name}_id`).nullable()
    this.index([`${name}_type`, `${name}_id`])
  }

  /** One of these values, which is its type in TypeScript: an `enum` on MySQL, a text with a check on PostgreSQL. */
  enum(name: string, values: readonly string[]): Column {
    if (!this.#isMysql) return this.#add(name, 'varchar(255)').oneOf(values)
    const list = sql.join(values.map((value) => quoteText(value, true)))
    return this.#add(name, sql`enum(${list})`)
  }

  /** Structured data (`jsonb` on PostgreSQL). */
  json(name: string): Column {
    return this.#add(name, this.#isMysql ? 'json' : 'jsonb')
  }

  /** Bytes; a `Buffer` in TypeScript. */
  binary(name: string): Column {
    return this.#add(name, this.#isMysql ? sql`longblob` : 'bytea')
  }

  uuid(name: string): Column {
    return this.#add(name, this.#isMysql ? 'char(36)' : 'uuid')
  }

  /** 26 characters that sort by the time of their making. */
  ulid(name: string): Column {
    return this.char(name, 26)
  }

  /** Any other type, in the database's own words: `table.column('tags', sql\`text[]\`)`. */
  column(name: string, type: ColumnSqlType): Column {
    return this.#add(name, type)
  }

  /** A primary key over several columns. */
  primary(columns: string[]): void {
    this.primaryKey = columns
  }

  /** No two rows may have the same values in these columns. Its name is `posts_slug_unique` unless another is given. */
  unique(columns: readonly string[], name?: string): void {
    this.keys.push({ kind: 'unique', columns, ...(name !== undefined && { name }) })
  }

  /** Its name is `posts_slug_index` unless another is given. */
  index(columns: readonly string[], name?: string): void {
    this.keys.push({ kind: 'index', columns, ...(name !== undefined && { name }) })
  }

  /** A foreign key over several columns: `table.foreign(['country', 'city']).references('cities', ['country', 'name'])`. */
  foreign(columns: readonly string[]): ForeignKey {
    const key = new ForeignKey(columns)
    this.foreignKeys.push(key)
    return key
  }

  /** What every row has to meet: ``table.check('price_is_positive', sql`price > 0`)``. */
  check(name: string, condition: RawBuilder<unknown>): void {
    this.checks.push({ name, condition })
  }

  /** Shown by the tools of the database. */
  comment(text: string): void {
    this.tableComment = text
  }

  #add(name: string, type: ColumnSqlType): Column {
    const column = new Column(name, type)
    this.columns.push(column)
    return column
  }
}
