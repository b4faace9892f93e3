import { sql } from 'kysely'
import type { ColumnDataType, ColumnDefinitionBuilder, RawBuilder } from 'kysely'
import { ForeignKey } from './foreign-key.ts'
import type { ReferenceAction } from './foreign-key.ts'
import { quoteText } from './quote-text.ts'

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
  #isChange = false
  #comment: string | null = null
  #expression: RawBuilder<unknown> | null = null
  #allowed: readonly string[] = []
  #reference: ForeignKey | null = null

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

  /** Shown by the tools of the database. */
  comment(text: string): this {
    this.#comment = text
    return this
  }

  /** The database computes it from other columns and keeps the result, which may be NULL: ``table.integer('total').storedAs(sql`price * amount`)``. */
  storedAs(expression: RawBuilder<unknown>): this {
    this.#expression = expression
    return this
  }

  /**
   * In `alterTable`: the column is there already and becomes what is described here, all of it. What is not said
   * (NULL, a default) it loses; its keys stay.
   */
  change(): this {
    this.#isChange = true
    return this
  }

  /** A foreign key to `table(column)`. */
  references(table: string, column = 'id'): this {
    this.#reference = new ForeignKey([this.name]).references(table, [column])
    return this
  }

  /** What happens to the row when the row that it points at is deleted. */
  onDelete(action: ReferenceAction): this {
    this.#known('onDelete').onDelete(action)
    return this
  }

  /** What happens to the row when the key of the row that it points at is changed. */
  onUpdate(action: ReferenceAction): this {
    this.#known('onUpdate').onUpdate(action)
    return this
  }

  /** @internal the only values that it takes, where the database has no type for that */
  oneOf(values: readonly string[]): this {
    this.#allowed = values
    return this
  }

  #known(method: string): ForeignKey {
    if (this.#reference) return this.#reference
    throw new Error(`${this.name}: call references() before ${method}()`)
  }

  get isUnique(): boolean {
    return this.#isUnique
  }

  get isIndexed(): boolean {
    return this.#isIndexed
  }

  get isChange(): boolean {
    return this.#isChange
  }

  get isGenerated(): boolean {
    return this.#isGenerated
  }

  get isNullable(): boolean {
    return this.#isNullable
  }

  get defaultValue(): { value: unknown } | null {
    return this.#default
  }

  get text(): string | null {
    return this.#comment
  }

  get expression(): RawBuilder<unknown> | null {
    return this.#expression
  }

  get allowed(): readonly string[] {
    return this.#allowed
  }

  get reference(): ForeignKey | null {
    return this.#reference
  }

  /** Writes the column into Kysely's definition. */
  build(definition: ColumnDefinitionBuilder, isMysql: boolean): ColumnDefinitionBuilder {
    // MariaDB takes no NOT NULL beside an expression.
    let built = this.#isNullable || this.#expression ? definition : definition.notNull()
    if (isMysql && this.#isUnsigned) built = built.unsigned()
    if (this.#isGenerated) built = isMysql ? built.autoIncrement() : built.generatedByDefaultAsIdentity()
    // A column that is changed keeps the key that it is.
    if (this.#isPrimary && !this.#isChange) built = built.primaryKey()
    if (this.#expression) built = built.generatedAlwaysAs(this.#expression).stored()
    // MySQL gives the first NOT NULL timestamp a default of its own; a nullable one must say NULL there.
    if (isMysql && this.#isNullable && !this.#expression) built = built.modifyEnd(sql`null`)
    if (isMysql && this.#comment !== null)
      built = built.modifyEnd(sql`comment ${quoteText(this.#comment, true)}`)
    return this.#default ? built.defaultTo(this.#default.value) : built
  }
}
