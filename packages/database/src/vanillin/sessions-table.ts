import type { TableBlueprint } from '../migrations/table-blueprint.ts'

/**
 * The columns that the sessions of the driver `database` need, for a migration of the app.
 *
 * @example
 * export default defineMigration({
 *   up: (schema) => schema.createTable('sessions', sessionsTable),
 *   down: (schema) => schema.dropTable('sessions'),
 * })
 */
export function sessionsTable(table: TableBlueprint): void {
  table.string('id', 80).primary()
  table.text('payload')
  table.string('version', 16)
  table.bigInteger('expires_at').index()
}
