import { sql } from 'kysely'
import { Column } from './column.ts'
import type { ColumnSqlType } from './column.ts'

/** A key over several columns. */
export interface CompoundKey {
  kind: 'unique' | 'index'
  columns: string[]
}

/**
 * Describes the columns of a table, the same on PostgreSQL, MySQL and the embedded database. The names are those
 * that Laravel's Blueprint has. What is not here is reached through Kysely: `schema.kysely`.
 */
export class TableBlueprint {
  readonly columns: Column[] = []
  readonly keys: CompoundKey[] = []
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

  boolean(name: string): Column {
    return this.#add(name, this.#isMysql ? sql`tinyint(1)` : 'boolean')
  }

  /** A day without a time; its text (`2026-11-22`) in TypeScript. */
  date(name: string): Column {
    return this.#add(name, 'date')
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

  /** `deleted_at`, for a model with `softDeletes`. */
  softDeletes(): void {
    this.timestamp('deleted_at').nullable()
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

  /** Any other type, in the database's own words: `table.column('tags', sql\`text[]\`)`. */
  column(name: string, type: ColumnSqlType): Column {
    return this.#add(name, type)
  }

  /** A primary key over several columns. */
  primary(columns: string[]): void {
    this.primaryKey = columns
  }

  /** No two rows may have the same values in these columns. */
  unique(columns: string[]): void {
    this.keys.push({ kind: 'unique', columns })
  }

  index(columns: string[]): void {
    this.keys.push({ kind: 'index', columns })
  }

  #add(name: string, type: ColumnSqlType): Column {
    const column = new Column(name, type)
    this.columns.push(column)
    return column
  }
}
