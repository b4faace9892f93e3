/** A column, in the words of its own database. */
export interface ColumnStructure {
  name: string
  /** `character varying(200)`, `int(10) unsigned` */
  type: string
  isNullable: boolean
  /** As SQL. Null where there is none. */
  default: string | null
  /** The expression of a computed column. */
  expression: string | null
  /** The database counts it up. */
  isCounted: boolean
}

export interface IndexStructure {
  name: string
  /** Columns, and expressions in parentheses. */
  columns: string[]
  isUnique: boolean
}

export interface ForeignKeyStructure {
  name: string
  columns: string[]
  table: string
  /** Where the other table is, when that is another schema (on MySQL, another database). */
  schema: string | null
  targets: string[]
  onDelete: string
  onUpdate: string
}

/** A table or view as the database has it. */
export interface TableStructure {
  name: string
  kind: 'table' | 'view'
  columns: ColumnStructure[]
  primaryKey: string[]
  /** Those of the primary key left out. */
  indexes: IndexStructure[]
  foreignKeys: ForeignKeyStructure[]
}
