import { beforeAll, beforeEach } from 'vitest'
import { createMigrator, db } from '../../index.ts'
import type { ColumnType, Generated } from '../../index.ts'
import { contractMigrations, embedded } from './contract-migrations.ts'
import type { ContractContext } from './describe-database.ts'

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
      relation_images: {
        id: Generated<number>
        imageable_type: string | null
        imageable_id: number | null
        url: string
      }
      relation_taggables: { relation_tag_id: number; taggable_type: string; taggable_id: number }
      relation_folders: {
        id: Generated<number>
        parent_id: number | null
        name: string
        bytes: number
        price: ColumnType<string | null, string | number | null | undefined, string | number | null>
        size: ColumnType<
          string | null,
          string | number | bigint | null | undefined,
          string | number | bigint | null
        >
      }
    }
  }
}

/** Migrates the tables of the relations before all, and empties them before each. */
export function withRelationTables(context: ContractContext): void {
  beforeAll(async () => {
    const migrations = [...contractMigrations, relationTables]
    await createMigrator({ database: context.database, migrations }).migrate()
  })
  beforeEach(async () => {
    await Promise.all(tables.map((table) => db.deleteFrom(table).execute()))
  })
}

const tables = [
  'relation_users',
  'relation_profiles',
  'relation_posts',
  'relation_comments',
  'relation_tags',
  'relation_post_tag',
  'relation_images',
  'relation_taggables',
  'relation_folders',
] as const

/** Users, their posts, comments and tags. Without foreign keys, so that a row can be missing. */
export const relationTables: ReturnType<typeof embedded> = embedded(
  '2026_02_01_000000_create_relation_tables',
  {
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
      await schema.createTable('relation_images', (table) => {
        table.id()
        table.string('imageable_type', 100).nullable()
        table.integer('imageable_id').nullable()
        table.string('url', 100)
      })
      await schema.createTable('relation_taggables', (table) => {
        table.integer('relation_tag_id')
        table.string('taggable_type', 100)
        table.integer('taggable_id')
      })
      await schema.createTable('relation_folders', (table) => {
        table.id()
        table.integer('parent_id').nullable()
        table.string('name', 100)
        table.integer('bytes')
        table.decimal('price', 20, 2).nullable()
        table.bigInteger('size').nullable()
      })
    },
  },
)
