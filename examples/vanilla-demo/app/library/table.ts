/** A table in memory: it numbers its rows and is gone with the process. */
export class Table<Row extends { readonly id: number }> {
  readonly #rows: Row[] = []

  insert(values: Omit<Row, 'id'>): Row {
    const row = { id: this.#rows.length + 1, ...values } as Row
    this.#rows.push(row)
    return row
  }

  find(id: number): Row | undefined {
    return this.#rows[id - 1]
  }

  select(fits: (row: Row) => boolean = () => true): Row[] {
    return this.#rows.filter(fits)
  }
}
