import type { SchemaTools } from './schema-tools.ts'

/** One step of the database's structure, and the way back. */
export interface Migration {
  up: (schema: SchemaTools) => Promise<unknown>
  /** Without it the migration cannot be rolled back. */
  down?: (schema: SchemaTools) => Promise<unknown>
  /**
   * The tables that it creates, of a database that was there before its migrations (`vanillin db:pull`). Where they are there already
   * it is not run, only remembered.
   */
  baseline?: readonly string[]
}

const mark: unique symbol = Symbol.for('vanillin.database.migration')

/**
 * A file of `database/migrations/`, named `2026_11_22_120000_create_posts.ts`.
 *
 * ```ts
 * export default defineMigration({
 *   async up(schema) {
 *     await schema.createTable('posts', (table) => {
 *       table.id()
 *       table.string('title', 200)
 *       table.text('body')
 *       table.timestamps()
 *     })
 *   },
 *   async down(schema) {
 *     await schema.dropTable('posts')
 *   },
 * })
 * ```
 */
export function defineMigration(migration: Migration): Migration {
  return Object.assign(migration, { [mark]: true })
}

export function isMigration(value: unknown): value is Migration {
  return typeof value === 'object' && value !== null && mark in value
}
