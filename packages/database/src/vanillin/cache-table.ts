import type { TableBlueprint } from '../migrations/table-blueprint.ts'

/**
 * The columns that the cache store `database` needs, for a migration of the app.
 *
 * @example
 * export default defineMigration({
 *   up: (schema) => schema.createTable('cache', cacheTable),
 *   down: (schema) => schema.dropTable('cache'),
 * })
 */
export function cacheTable(table: TableBlueprint): void {
  table.string('id', 700).primary()
  table.text('value').nullable()
  table.double('number').nullable()
  table.bigInteger('expires_at').index()
  table.string('lease', 32).nullable()
  table.bigInteger('lease_until')
}
