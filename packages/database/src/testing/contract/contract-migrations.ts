import { defineMigration } from '../../index.ts'
import type { Migration, MigrationSource } from '../../index.ts'

/** A migration as a build embeds it: a name and a module that is there already. */
export function embedded(name: string, migration: Migration): MigrationSource {
  return { name, load: () => Promise.resolve({ default: defineMigration(migration) }) }
}

export const contractMigrations: readonly [MigrationSource, MigrationSource, MigrationSource] = [
  embedded('2026_01_01_000000_create_contract_authors', {
    async up(schema) {
      await schema.createTable('contract_authors', (table) => {
        table.id()
        table.string('email', 190).unique()
      })
    },
    down: (schema) => schema.dropTable('contract_authors'),
  }),
  embedded('2026_01_02_000000_create_contract_posts', {
    async up(schema) {
      await schema.createTable('contract_posts', (table) => {
        table.id()
        table.foreignId('author_id').nullable().references('contract_authors').onDelete('cascade')
        table.string('title', 200)
        table.text('body')
        table.integer('views').default(0).index()
        table.json('meta').nullable()
        table.timestamps()
        table.unique(['author_id', 'title'])
      })
    },
    down: (schema) => schema.dropTable('contract_posts'),
  }),
  embedded('2026_01_03_000000_create_contract_values', {
    async up(schema) {
      await schema.createTable('contract_values', (table) => {
        table.bigId()
        table.bigInteger('whole').nullable()
        table.decimal('price', 20, 4).nullable()
        table.double('ratio').nullable()
        table.boolean('is_on').nullable()
        table.date('day').nullable()
        table.timestamp('moment').nullable()
        table.json('data').nullable()
        table.binary('bytes').nullable()
        table.text('words').nullable()
      })
    },
    down: (schema) => schema.dropTable('contract_values'),
  }),
]
