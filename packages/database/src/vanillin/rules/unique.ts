import type { ColumnOf, Row } from '../../models/row-types.ts'
import type { TableName } from '../../types/tables.ts'
import { rowExists } from './row-exists.ts'
import { toRowRule, type RowRule, type RowRuleOptions } from './row-rule.ts'

export interface UniqueOptions<
  Table extends TableName,
  Column extends ColumnOf<Table>,
> extends RowRuleOptions<Table, Column> {
  /** A row that does not count, by its values: the one that is changed. */
  readonly except?: Partial<Row<Table>>
}

/**
 * A rule of VineJS: no row has this value yet. The look spares the visitor a refusal, the column's unique key is what decides: two
 * requests may both pass the look, and the one whose write is refused then has the same message, at the same field.
 *
 * @example
 * export const UserForm = vine.create({
 *   email: vine.string().email().use(unique({ table: 'users', column: 'email' })),
 * })
 *
 * @throws DatabaseError E_DATABASE_NOT_CONNECTED, when it is checked
 */
export function unique<Table extends TableName, Column extends ColumnOf<Table>>(
  options: UniqueOptions<Table, Column>,
): RowRule {
  return toRowRule('unique', 'The {{ field }} is taken', async (value) => !(await rowExists(options, value)))
}
