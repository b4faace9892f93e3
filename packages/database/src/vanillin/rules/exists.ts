import type { ColumnOf } from '../../models/row-types.ts'
import type { TableName } from '../../types/tables.ts'
import { rowExists } from './row-exists.ts'
import { toRowRule, type RowRule, type RowRuleOptions } from './row-rule.ts'

/**
 * A rule of VineJS: there is a row with this value. Should it go before the form's own row is written, the foreign key refuses the
 * write, and that has the same message, at the same field.
 *
 * @example
 * export const PostForm = vine.create({
 *   title: vine.string(),
 *   category_id: vine.number().use(exists({ table: 'categories', column: 'id' })),
 * })
 *
 * @throws DatabaseError E_DATABASE_NOT_CONNECTED, when it is checked
 */
export function exists<Table extends TableName, Column extends ColumnOf<Table>>(
  options: RowRuleOptions<Table, Column>,
): RowRule {
  return toRowRule('exists', 'The selected {{ field }} does not exist', (value) => rowExists(options, value))
}
