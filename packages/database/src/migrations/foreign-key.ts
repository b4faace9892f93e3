/** What happens to a row when the row that it points at is deleted, or its key changed. */
export type ReferenceAction = 'cascade' | 'set null' | 'restrict' | 'no action'

/** A foreign key over one or more columns, while it is described. */
export class ForeignKey {
  readonly columns: readonly string[]
  #table = ''
  #targets: readonly string[] = []
  #onDelete: ReferenceAction | null = null
  #onUpdate: ReferenceAction | null = null

  constructor(columns: readonly string[]) {
    this.columns = columns
  }

  /** The table that is pointed at, and its columns in the same order. */
  references(table: string, columns: readonly string[]): this {
    this.#table = table
    this.#targets = columns
    return this
  }

  onDelete(action: ReferenceAction): this {
    this.#onDelete = action
    return this
  }

  onUpdate(action: ReferenceAction): this {
    this.#onUpdate = action
    return this
  }

  get table(): string {
    if (this.#table !== '') return this.#table
    throw new Error(`foreign(${this.columns.join(', ')}): say what it points at, references(table, columns)`)
  }

  get targets(): readonly string[] {
    return this.#targets
  }

  /** Writes the actions into Kysely's definition of the key. */
  build<Key extends { onDelete(action: ReferenceAction): Key; onUpdate(action: ReferenceAction): Key }>(
    key: Key,
  ): Key {
    const deleting = this.#onDelete ? key.onDelete(this.#onDelete) : key
    return this.#onUpdate ? deleting.onUpdate(this.#onUpdate) : deleting
  }
}
