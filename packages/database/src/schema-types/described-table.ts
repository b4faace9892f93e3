/** What a column holds, the same word on every database. */
export type ColumnKind =
  | 'boolean'
  | 'number'
  | 'bigint'
  | 'decimal'
  | 'text'
  | 'json'
  | 'instant'
  | 'day'
  | 'bytes'
  | 'unknown'

/** A column as the introspection of a database finds it. */
export interface DescribedColumn {
  name: string
  kind: ColumnKind
  /** How deep the arrays are: `text[]` is 1. */
  arrayDepth: number
  isNullable: boolean
  /** The database has a value of its own when none is given. */
  hasDefault: boolean
  /** Nobody may write it (`generated always`). */
  isReadOnly: boolean
  /** The values of an enumerated type, in its order. */
  values: string[]
}

/** A table or a view. */
export interface DescribedTable {
  name: string
  columns: DescribedColumn[]
}
