import type { ColumnType, Generated } from '../../index.ts'
import { embedded } from './contract-migrations.ts'

type Instant<Read> = ColumnType<Read, Date | string | null | undefined, Date | string | null>

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- how an app's database/schema.ts does it
  namespace Vanillin {
    interface Tables {
      model_notes: {
        id: Generated<number>
        slug: string
        body: string
        state: Generated<string>
        reads: Generated<number>
        password: string | null
        created_at: ColumnType<Date, Date | string | undefined, Date | string>
        updated_at: ColumnType<Date, Date | string | undefined, Date | string>
        deleted_at: Instant<Date | null>
      }
      model_remarks: {
        id: Generated<number>
        note_id: number
        words: string
        deleted_at: Instant<Date | null>
      }
    }
  }
}

/** Notes and remarks on them, which are kept when they are deleted. */
export const modelTables = embedded('2026_02_02_000000_create_model_tables', {
  async up(schema) {
    await schema.createTable('model_notes', (table) => {
      table.id()
      table.string('slug', 100).unique()
      table.text('body')
      table.string('state', 20).default('draft')
      table.integer('reads').default(0)
      table.string('password', 100).nullable()
      table.timestamps()
      table.softDeletes()
    })
    await schema.createTable('model_remarks', (table) => {
      table.id()
      table.integer('note_id')
      table.string('words', 100)
      table.softDeletes()
    })
  },
  async down(schema) {
    await schema.dropTable('model_remarks')
    await schema.dropTable('model_notes')
  },
})
