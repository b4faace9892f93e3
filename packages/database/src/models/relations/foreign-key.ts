import { singularise } from './singular.ts'
import type { Singular } from './singular.ts'

/** The column that points at a row of a table: `post_id` for `posts`. */
export function foreignKeyOf(table: string): string {
  return `${singularise(table)}_id`
}

/** What {@link foreignKeyOf} answers, as a type. */
export type ForeignKeyOf<Table extends string> = `${Singular<Table>}_id`
