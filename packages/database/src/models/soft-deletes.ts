import type { ModelQuery } from './model-query.ts'
import type { QueriedModel } from './query-parts.ts'
import type { AnyModelClass } from './model-types.ts'

/** Which rows of a model that keeps deleted ones a query sees. */
export type Trashed = 'without' | 'with' | 'only'

/**
 * The condition for it; null where every row is meant.
 * @param alias what the table is called in the statement
 */
export function trashedCondition(
  { table, deletedAtColumn, options }: QueriedModel,
  trashed: Trashed = 'without',
  alias: string = table,
): readonly [column: string, comparison: 'is' | 'is not', value: null] | null {
  if (options.softDeletes !== true || trashed === 'with') return null
  return [`${alias}.${deletedAtColumn}`, trashed === 'only' ? 'is not' : 'is', null]
}

/** The options of a model that keeps deleted rows. */
export interface SoftDeletes {
  readonly softDeletes: true
}

export interface SoftDeletingClass extends AnyModelClass {
  readonly options: SoftDeletes
}

/** A query, where its model keeps deleted rows. */
export type SoftDeletingQuery<Class extends AnyModelClass, Instance> = Class['options'] extends SoftDeletes
  ? ModelQuery<Class, Instance>
  : never

/** What a row can do besides where its model keeps deleted rows. */
export interface SoftDeletingMethods {
  /** Whether the row was deleted and is kept. */
  readonly isTrashed: boolean
  /** Takes back that the row was deleted. */
  restore(): Promise<this>
  /** Deletes the row for good. */
  forceDelete(): Promise<void>
}
