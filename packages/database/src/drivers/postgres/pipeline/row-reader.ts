import { ownColumns } from '../own-types.ts'
import { postgresTypeParser } from '../postgres-types.ts'

/** A column as the server describes it. */
export interface ColumnDescription {
  name: string
  dataTypeID: number
}

type Row = Record<string, unknown>

/** Turns the texts of a row into an object, with the types of the columns. */
export class RowReader {
  /** Those that are still a text where they are lists. */
  readonly ownColumns: readonly ColumnDescription[] | null
  readonly #names: readonly string[]
  readonly #parsers: readonly ((text: string) => unknown)[]

  constructor(columns: readonly ColumnDescription[]) {
    this.ownColumns = ownColumns(columns)
    this.#names = columns.map(({ name }) => name)
    this.#parsers = columns.map(({ dataTypeID }) => postgresTypeParser(dataTypeID))
  }

  read(texts: readonly (string | null)[]): Row {
    const names = this.#names
    const parsers = this.#parsers
    if (texts.length !== names.length) throw new Error('The columns of a prepared statement have changed.')
    const row: Row = {}
    for (let index = 0; index < names.length; index += 1) {
      const text = texts[index]!
      row[names[index]!] = text === null ? null : parsers[index]!(text)
    }
    return row
  }
}
