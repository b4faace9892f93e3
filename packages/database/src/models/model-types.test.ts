import { expectTypeOf, test } from 'vitest'
import { Model } from '@vanillin/database'
import type { JsonValue, Page } from '@vanillin/database'

class Post extends Model('contract_posts') {
  get isLong(): boolean {
    return this.body.length > 1000
  }
}

// Checked by the compiler (tsconfig.test.json) and never run: nothing here has a database.
const neverRun = async (): Promise<void> => {
  const post = await Post.findOrFail(1)
  expectTypeOf(post).toEqualTypeOf<Post>()
  expectTypeOf(post.id).toEqualTypeOf<number>()
  expectTypeOf(post.author_id).toEqualTypeOf<number | null>()
  expectTypeOf(post.meta).toEqualTypeOf<JsonValue>()
  expectTypeOf(post.created_at).toEqualTypeOf<Date>()
  expectTypeOf(post.isLong).toEqualTypeOf<boolean>()
  expectTypeOf(await Post.find('7')).toEqualTypeOf<Post | null>()
  expectTypeOf(await Post.where('views', '>', 3).latest().get()).toEqualTypeOf<Post[]>()
  expectTypeOf(await Post.where('views', 3).paginate(2)).toEqualTypeOf<Page<Post>>()
  expectTypeOf(await post.update({ title: 'x' })).toEqualTypeOf<Post>()
  const rows = await Post.where('views', 3).query.clearSelect().select(['id', 'title']).execute()
  expectTypeOf(rows).toEqualTypeOf<{ id: number; title: string }[]>()

  // @ts-expect-error there is no such table
  Model('contract_nothing')
  // @ts-expect-error there is no such column
  void post.titel
  // @ts-expect-error there is no such column
  Post.where('titel', 'x')
  // @ts-expect-error a number is not compared with a text
  Post.where('views', '>', 'many')
  // @ts-expect-error `in` takes a list
  Post.where('views', 'in', 3)
  // @ts-expect-error the title is missing
  await Post.create({ body: 'x', meta: null })
  // @ts-expect-error there is no such column
  await Post.create({ title: 'x', body: 'y', meta: null, author: 'Ada' })
  // @ts-expect-error there is no such column
  await post.update({ titel: 'x' })
  // @ts-expect-error a title is a text
  post.title = 7
  // @ts-expect-error there is no such column
  Post.orderBy('titel')
}

test('models are typed by database/schema.ts', () => {
  expectTypeOf(neverRun).toBeFunction()
})
