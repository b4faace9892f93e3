import type { Aggregate } from './relations/aggregate.ts'
import type { EagerLoad } from './relations/relation.ts'
import type { AnyOptions } from './model-options.ts'
import type { Trashed } from './soft-deletes.ts'

/** What a query must know of the model that it answers. */
export interface QueriedModel<Table extends string = string> {
  table: Table
  primaryKey: string
  createdAtColumn: string
  updatedAtColumn: string
  deletedAtColumn: string
  readonly options: AnyOptions
}

export interface Order {
  readonly column: string
  readonly direction: 'asc' | 'desc'
}

/** What a query asks for. */
export interface QueryParts {
  wheres: readonly (readonly unknown[])[]
  orders: readonly Order[]
  /** The relations that are loaded along. */
  relations: readonly EagerLoad[]
  /** What is computed of related rows. */
  aggregates?: readonly Aggregate[]
  /** What the table is called inside of another statement. */
  alias?: string
  /** The column whose values have a limit and an offset each. */
  limitPer?: string
  limit?: number | undefined
  offset?: number | undefined
  trashed?: Trashed
  /** Ends it when nobody waits for it any more. */
  signal?: AbortSignal | undefined
}
