import { expectTypeOf, test } from 'vitest'
import { db } from '@vanillin/database'
import type { AnyKysely } from '../types/any-kysely.ts'

// Checked by the compiler (tsconfig.test.json) and never run: nothing here has a database.
const neverRun = async (): Promise<void> => {
  const posts = db.selectFrom('relation_posts')

  const inner = posts.innerJoin('relation_users', 'relation_users.id', 'relation_posts.author_id')
  expectTypeOf(await inner.select(['relation_posts.title', 'relation_users.name']).execute()).toEqualTypeOf<
    { title: string; name: string }[]
  >()
  const bare = posts.innerJoin('relation_users', 'name', 'title').select('name')
  expectTypeOf(await bare.execute()).toEqualTypeOf<{ name: string }[]>()
  const left = posts.leftJoin('relation_users', 'relation_users.id', 'editor_id').select(['title', 'name'])
  expectTypeOf(await left.execute()).toEqualTypeOf<{ title: string; name: string | null }[]>()
  const both = inner
    .leftJoin('relation_comments', 'relation_comments.post_id', 'relation_posts.id')
    .select(['relation_comments.body', 'relation_users.name'])
    .where('relation_users.name', '=', 'Ada')
  expectTypeOf(await both.execute()).toEqualTypeOf<{ body: string | null; name: string }[]>()

  // What else Kysely joins with.
  const alias = posts.innerJoin('relation_users as author', 'author.id', 'relation_posts.author_id')
  expectTypeOf(await alias.select('author.name').execute()).toEqualTypeOf<{ name: string }[]>()
  const leftAlias = posts.leftJoin('relation_users as author', 'author.id', 'relation_posts.author_id')
  expectTypeOf(await leftAlias.select('author.name').execute()).toEqualTypeOf<{ name: string | null }[]>()
  const callback = posts.innerJoin('relation_users', (join) =>
    join.onRef('relation_users.id', '=', 'relation_posts.author_id').on('relation_users.name', '!=', ''),
  )
  expectTypeOf(await callback.select('name').execute()).toEqualTypeOf<{ name: string }[]>()
  const query = posts.innerJoin(
    (from) => from.selectFrom('relation_users').select(['relation_users.id', 'name']).as('author'),
    (join) => join.onRef('author.id', '=', 'relation_posts.author_id'),
  )
  expectTypeOf(await query.select('author.name').execute()).toEqualTypeOf<{ name: string }[]>()

  // Before there is a database/schema.ts any name is a table.
  const unknown = (db as unknown as AnyKysely).selectFrom('posts')
  const named = unknown.innerJoin('users', 'users.id', 'posts.author_id').select('users.name')
  expectTypeOf((await named.execute()).at(0)!.name).toBeAny()
  const aliased = unknown.leftJoin('users as author', 'author.id', 'posts.author_id').select('author.name')
  expectTypeOf((await aliased.execute()).at(0)!.name).toBeAny()

  // @ts-expect-error there is no such table
  posts.innerJoin('relation_nothing', 'relation_nothing.id', 'relation_posts.author_id')
  // @ts-expect-error the joined table has no such column
  posts.innerJoin('relation_users', 'relation_users.title', 'relation_posts.author_id')
  // @ts-expect-error the table before has no such column
  posts.leftJoin('relation_users', 'relation_users.id', 'relation_posts.writer_id')
  // @ts-expect-error that table is not part of the query
  posts.innerJoin('relation_users', 'relation_users.id', 'relation_comments.author_id')
  // @ts-expect-error the alias hides the name of the table
  posts.innerJoin('relation_users as author', 'relation_users.id', 'relation_posts.author_id')
  // @ts-expect-error nor is it afterwards
  inner.select('relation_comments.body')
}

test('joins are typed by the tables that they name', () => {
  expectTypeOf(neverRun).toBeFunction()
})
