import type { ColumnChanges } from './model-events.ts'
import type { NoOptions, ShownColumns } from './model-options.ts'
import type { PlainRow } from './plain-rows.ts'
import type { LoadedBy, NarrowedRelations } from './relations/query-types.ts'
import type { ModelOf, RelatedQuery, RelationName } from './relations/related-types.ts'
import type { Loaded, Paths } from './relations/relation-types.ts'
import type { AddableColumn, ColumnOf, Row, RowChanges } from './row-types.ts'

/** What every row of a model can do. */
export interface ModelMethods<Name extends string, Options = NoOptions> {
  /** Writes the row: all of it when it is new, else the columns that changed. */
  save(): Promise<this>
  /** Sets the values and writes them. */
  update(values: RowChanges<Name, Options>): Promise<this>
  /** Deletes the row; where the model has `softDeletes` it is marked and kept. */
  delete(): Promise<void>
  /** Reads the row again; what was changed and not saved is gone. */
  refresh(): Promise<this>
  /** Adds to a column in the database: two at once both count. Other changes stay unsaved. */
  increment(column: AddableColumn<Name>, by?: number | bigint): Promise<this>
  decrement(column: AddableColumn<Name>, by?: number | bigint): Promise<this>
  /** Whether there is something to save: in one of these columns, or in any. */
  isDirty(...columns: ColumnOf<Name>[]): boolean
  /** What a save would change: of each column what it was, and what it is. */
  changes(): ColumnChanges<Row<Name, Options>>
  /** The row as it is in the database, with its loaded relations, as data for the app's caches and queues; `revive` of the model takes it back. */
  toPlain(): PlainRow
  /** The rows of a relation, as a query, which can also write more of them. */
  related<Relation extends string>(relation: RelationName<Name, Relation>): RelatedQuery<Name, Relation>
  /** Loads relations of this row, and answers it with them: `const { comments } = await post.load('comments')`. */
  load<Path extends string>(
    ...paths: Paths<ModelOf<Name>, Path>[]
  ): Promise<this & Loaded<ModelOf<Name>, Path>>
  load<Rows extends Record<string, object>>(
    relations: NarrowedRelations<ModelOf<Name>, Rows>,
  ): Promise<this & LoadedBy<ModelOf<Name>, Rows>>
  /** The columns as plain data for others to see, without hidden ones; relations that were loaded are there too. */
  toJSON(): ShownColumns<Row<Name, Options>, Options>
}
