import type { ColumnType, Generated } from '../../index.ts'
import { embedded } from './contract-migrations.ts'

declare global {
  // oxlint-disable-next-line typescript/no-namespace -- how an app's database/schema.ts does it
  namespace Vanillin {
    interface Tables {
      relation_users: { id: Generated<number>; name: string }
      relation_profiles: { id: Generated<number>; relation_user_id: number; bio: string }
      relation_posts: {
        id: Generated<number>
        author_id: number
        editor_id: number | null
        title: string
        created_at: ColumnType<Date, Date | string | undefined, Date | string>
      }
      relation_comments: { id: Generated<number>; post_id: number; author_id: number; body: string }
      relation_tags: { id: Generated<number>; name: string }
      relation_post_tag: { relation_post_id: number; relation_tag_id: number; position: Generated<number> }
    }
  }
}

/** Users, their posts, comments and tags. Without foreign keys, so that a row can be missing. */
export const relationTables = embedded('2026_02_01_000000_create_relation_tables', {
  async up(schema) {
    await schema.createTable('relation_users', (table) => {
      table.id()
      table.string('name', 100)
    })
    await schema.createTable('relation_profiles', (table) => {
      table.id()
      table.integer('relation_user_id')
      table.string('bio', 100)
    })
    await schema.createTable('relation_posts', (table) => {
      table.id()
      table.integer('author_id')
      table.integer('editor_id').nullable()
      table.string('title', 100)
      table.timestamp('created_at')
    })
    await schema.createTable('relation_comments', (table) => {
      table.id()
      table.integer('post_id')
      table.integer('author_id')
      table.string('body', 100)
    })
    await schema.createTable('relation_tags', (table) => {
      table.id()
      table.string('name', 100)
    })
    await schema.createTable('relation_post_tag', (table) => {
      table.integer('relation_post_id')
      table.integer('relation_tag_id')
      table.integer('position').default(0)
      table.unique(['relation_post_id', 'relation_tag_id'])
    })
  },
})
