import { sql } from 'kysely'
import type { ColumnDataType, ColumnDefinitionBuilder, RawBuilder } from 'kysely'

type OnDelete = 'cascade' | 'set null' | 'restrict' | 'no action'

/** The type of a column as Kysely takes it: one of its names, or raw SQL. */
export type ColumnSqlType = ColumnDataType | RawBuilder<unknown>

/** A column while it is described. Each method answers the column again. */
export class Column {
  readonly name: string
  readonly type: ColumnSqlType
  #isNullable = false
  #isPrimary = false
  #isUnique = false
  #isIndexed = false
  #isGenerated = false
  #isUnsigned = false
  #default: { value: unknown } | null = null
  #reference: { table: string; column: string; onDelete?: OnDelete } | null = null

  constructor(name: string, type: ColumnSqlType) {
    this.name = name
    this.type = type
  }

  /** Allows NULL; without it a column takes none. */
  nullable(): this {
    this.#isNullable = true
    return this
  }

  /** The value of a row that does not say its own. `sql` expressions are taken as they are. */
  default(value: string | number | boolean | RawBuilder<unknown>): this {
    this.#default = { value }
    return this
  }

  primary(): this {
    this.#isPrimary = true
    return this
  }

  unique(): this {
    this.#isUnique = true
    return this
  }

  index(): this {
    this.#isIndexed = true
    return this
  }

  /** The database counts it up. */
  generated(): this {
    this.#isGenerated = true
    return this
  }

  /** MySQL only: PostgreSQL has no unsigned numbers. */
  unsigned(): this {
    this.#isUnsigned = true
    return this
  }

  /** A foreign key to `table(column)`. */
  references(table: string, column = 'id'): this {
    this.#reference = { table, column }
    return this
  }

  /** What happens to the row when the row that it points at is deleted. */
  onDelete(action: OnDelete): this {
    if (!this.#reference) throw new Error(`${this.name}: call references() before onDelete()`)
    this.#reference.onDelete = action
    return this
  }

  get isUnique(): boolean {
    return this.#isUnique
  }

  get isIndexed(): boolean {
    return this.#isIndexed
  }

  get reference(): { table: string; column: string; onDelete?: OnDelete } | null {
    return this.#reference
  }

  /** Writes the column into Kysely's definition. */
  build(definition: ColumnDefinitionBuilder, isMysql: boolean): ColumnDefinitionBuilder {
    let built = this.#isNullable ? definition : definition.notNull()
    if (isMysql && this.#isUnsigned) built = built.unsigned()
    if (this.#isGenerated) built = isMysql ? built.autoIncrement() : built.generatedByDefaultAsIdentity()
    if (this.#isPrimary) built = built.primaryKey()
    // MySQL gives the first NOT NULL timestamp a default of its own; a nullable one must say NULL there.
    if (isMysql && this.#isNullable) built = built.modifyEnd(sql`null`)
    return this.#default ? built.defaultTo(this.#default.value) : built
  }
}
