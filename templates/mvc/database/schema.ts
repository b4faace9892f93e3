// Written by `vanillin migrate` from the database, and committed. Change it with a migration, not by hand.
import type { ColumnType, Generated } from 'vanillin/database'

declare global {
  namespace Vanillin {
    interface Tables {
      comments: CommentsTable
      posts: PostsTable
    }
  }
}

export interface CommentsTable {
  id: Generated<number>
  post_id: number
  author: string
  body: string
  created_at: ColumnType<Date, Date | string | undefined, Date | string>
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>
  deleted_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>
}

export interface PostsTable {
  id: Generated<number>
  title: string
  author: string
  body: string
  created_at: ColumnType<Date, Date | string | undefined, Date | string>
  updated_at: ColumnType<Date, Date | string | undefined, Date | string>
  image: string | null
}
