import { expectTypeOf, test } from 'vitest'
import { Model, cast, defineCast } from '@vanillin/database'
import type { JsonValue, Page } from '@vanillin/database'
import { Note, Remark } from '../testing/contract/kept-models.ts'
import type { Comment, Tag, User } from '../testing/contract/relation-models.ts'
import { Image, Post as Article, User as Writer } from '../testing/contract/relation-models.ts'

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
  expectTypeOf(await Post.max('created_at')).toEqualTypeOf<Date | null>()
  expectTypeOf(await Post.where('views', 3).sum('views')).toEqualTypeOf<number | null>()

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
  // @ts-expect-error there is no such column
  await Post.max('titel')
  // @ts-expect-error a text has no sum
  await Post.sum('title')
}

// The same for relations.
const neverLoaded = async (): Promise<void> => {
  const article = await Article.with('author', 'editor', 'comments.author', 'tags').firstOrFail()
  expectTypeOf(article.author).toEqualTypeOf<User>()
  expectTypeOf(article.editor).toEqualTypeOf<User | null>()
  expectTypeOf(article.comments).toEqualTypeOf<(Comment & { author: User | null })[]>()
  expectTypeOf(article.tags).toExtend<(Tag & { pivot: { position: number } })[]>()
  expectTypeOf(article).toExtend<Article & { author: User }>()
  expectTypeOf(await Article.newest().get()).toExtend<
    { author: User; comments: { author: User | null }[] }[]
  >()
  expectTypeOf(await article.related('comments').get()).toEqualTypeOf<Comment[]>()
  expectTypeOf(await article.related('author').first()).toEqualTypeOf<User | null>()
  expectTypeOf(await article.related('tags').where('name', 'x').get()).toEqualTypeOf<Tag[]>()
  await article.related('comments').create({ author_id: 1, body: 'x' })

  expectTypeOf(await Article.edited().get()).toEqualTypeOf<Article[]>()
  expectTypeOf(Article.by).parameters.toEqualTypeOf<[author: User]>()

  const bare = await Article.findOrFail(1)
  // @ts-expect-error its argument is missing
  Article.by()
  // @ts-expect-error it was not loaded
  void bare.author
  // @ts-expect-error there is no such relation
  Article.with('autor')
  // @ts-expect-error the related model has no such relation
  Article.with('comments.tags')
  // @ts-expect-error it is a column
  Article.with('title')
  // @ts-expect-error comments were loaded, their authors were not
  void (await Article.with('comments').firstOrFail()).comments[0]?.author
  // @ts-expect-error there is no such relation
  article.related('autor')
  // @ts-expect-error the body is missing
  await article.related('comments').create({ author_id: 1 })
  // @ts-expect-error an author is not written by the row that points at it
  article.related('author').create({ name: 'x' })
}

class Money {
  cents = 0
}

const money = defineCast({ fromDatabase: (_text: string) => new Money(), toDatabase: () => '1.00' })

class Value extends Model('contract_values', {
  casts: {
    whole: cast.bigint(),
    price: money,
    day: cast.date(),
    data: cast.json<{ tags: string[] }>(),
    words: cast.oneOf('draft', 'published'),
  },
}) {
  get tags(): string[] {
    return this.data?.tags ?? []
  }
}

// The same for casts.
const neverCast = async (): Promise<void> => {
  const value = await Value.findOrFail(1)
  expectTypeOf(value).toEqualTypeOf<Value>()
  expectTypeOf(value.whole).toEqualTypeOf<bigint | null>()
  expectTypeOf(value.price).toEqualTypeOf<Money | null>()
  expectTypeOf(value.day).toEqualTypeOf<Date | null>()
  expectTypeOf(value.data).toEqualTypeOf<{ tags: string[] } | null>()
  expectTypeOf(value.words).toEqualTypeOf<'draft' | 'published' | null>()
  expectTypeOf(value.ratio).toEqualTypeOf<number | null>()
  expectTypeOf(await Value.where('words', 'draft').where('whole', '>', 5n).get()).toEqualTypeOf<Value[]>()
  expectTypeOf(await Value.min('whole')).toEqualTypeOf<bigint | null>()
  expectTypeOf(await Value.where('words', 'draft').max('day')).toEqualTypeOf<Date | null>()
  expectTypeOf(await Value.sum('price')).toEqualTypeOf<string | null>()
  await Value.create({ whole: 5n, words: 'draft' })
  await value.update({ price: new Money() })

  // @ts-expect-error it is none of the values
  Value.where('words', 'archived')
  // @ts-expect-error it is a bigint
  await Value.create({ whole: '5' })
  // @ts-expect-error its tags are a list
  await value.update({ data: { tags: 'a' } })
  // @ts-expect-error there is no such column
  Model('contract_values', { casts: { colour: cast.date() } })
  // @ts-expect-error a text is no JSON
  Model('contract_values', { casts: { words: cast.json<string[]>() } })
  // @ts-expect-error JSON is no text
  Model('contract_values', { casts: { data: cast.jsonText<string[]>() } })
  // @ts-expect-error a boolean is one already
  Model('contract_values', { casts: { is_on: cast.boolean() } })
  // @ts-expect-error the column holds text
  Model('contract_values', { casts: { words: cast.oneOf(1, 2) } })
}

// The same for conditions on relations, numbers of related rows, and what is loaded of them.
const neverAsked = async (): Promise<void> => {
  expectTypeOf(await Article.whereHas('comments', (rows) => rows.where('body', 'x')).get()).toEqualTypeOf<
    Article[]
  >()
  expectTypeOf(await Article.has('comments.author', '>=', 3).doesntHave('tags').get()).toEqualTypeOf<
    Article[]
  >()
  const counted = await Article.withCount('comments').withExists('tags as is_tagged').firstOrFail()
  expectTypeOf(counted.comments_count).toEqualTypeOf<number>()
  expectTypeOf(counted.is_tagged).toEqualTypeOf<boolean>()
  const last = await Writer.withMax('posts', 'created_at').withSum('posts', 'id').firstOrFail()
  expectTypeOf(last.posts_max_created_at).toEqualTypeOf<Date | null>()
  expectTypeOf(last.posts_sum_id).toEqualTypeOf<number | null>()

  const narrowed = await Article.with({
    comments: (rows) => rows.where('body', 'x').limit(3).with('author'),
    author: (rows) => rows.where('name', 'Ada'),
  }).firstOrFail()
  expectTypeOf(narrowed.comments).toEqualTypeOf<(Comment & { author: User | null })[]>()
  expectTypeOf(narrowed.author).toEqualTypeOf<User | null>()
  expectTypeOf(await Article.load([narrowed], 'editor')).toExtend<
    { author: User | null; editor: User | null }[]
  >()
  expectTypeOf((await narrowed.load('tags')).tags).toExtend<(Tag & { pivot: { position: number } })[]>()
  expectTypeOf((await Writer.with('received.author').firstOrFail()).received).toEqualTypeOf<
    (Comment & { author: User | null })[]
  >()
  const image = await Image.with('imageable').firstOrFail()
  expectTypeOf(image.imageable).toEqualTypeOf<Article | User | null>()
  await Article.whereHas('images', (images) => images.where('url', 'x')).count()
  await narrowed.related('images').create({ url: 'x' })

  // @ts-expect-error there is no such relation
  Article.has('comment')
  // @ts-expect-error the related model has no such relation
  Article.whereHas('comments.tags')
  // @ts-expect-error comments have no such column
  Article.whereHas('comments', (rows) => rows.where('title', 'x'))
  // @ts-expect-error there is no such relation
  Article.withCount('comment')
  // @ts-expect-error there is no such relation
  Article.withCount('comment as some')
  // @ts-expect-error a text has no sum
  Article.withSum('comments', 'body')
  // @ts-expect-error it was not counted
  void (await Article.withCount('comments').firstOrFail()).tags_count
  // @ts-expect-error there is no such relation
  Article.with({ comment: (rows) => rows.limit(3) })
  // @ts-expect-error comments have no such column
  Article.with({ comments: (rows) => rows.where('title', 'x') })
  // @ts-expect-error posts have a title, users have none
  void image.imageable?.title
  // @ts-expect-error there is no such relation
  await narrowed.load('autor')
}

// The same for hidden columns and rows that are kept.
const neverKept = async (): Promise<void> => {
  const note = await Note.withTrashed().findOrFail(1)
  expectTypeOf(await note.restore()).toEqualTypeOf<Note>()
  expectTypeOf(note.isTrashed).toEqualTypeOf<boolean>()
  expectTypeOf(note.password).toEqualTypeOf<string | null>()
  expectTypeOf(note.toJSON().slug).toEqualTypeOf<string>()
  expectTypeOf((await Remark.findOrFail(1)).toJSON()).toEqualTypeOf<{ words: string }>()
  expectTypeOf((await Value.findOrFail(1)).toJSON().whole).toEqualTypeOf<string | null>()
  const remark = await Remark.with('note').firstOrFail()
  expectTypeOf(remark.note).toEqualTypeOf<Note | null>()

  // @ts-expect-error it is hidden
  void note.toJSON().password
  // @ts-expect-error there is no such column
  Model('model_notes', { hidden: ['secret'] })
  // @ts-expect-error its deleted rows are not kept
  Post.withTrashed()
  // @ts-expect-error its deleted rows are not kept
  Post.where('views', 1).onlyTrashed()
  // @ts-expect-error its deleted rows are not kept
  void (await Post.findOrFail(1)).restore()
}

class Filled extends Model('model_notes', { defaults: { body: 'x', slug: () => 'y' } }) {
  static {
    this.on('updated', (note, { body }) => {
      expectTypeOf(note).toEqualTypeOf<Filled>()
      expectTypeOf(body).toEqualTypeOf<{ readonly from: string; readonly to: string } | undefined>()
    })
  }
}

// The same for what writes rows.
const neverWritten = async (): Promise<void> => {
  expectTypeOf(await Filled.create({})).toEqualTypeOf<Filled>()
  expectTypeOf(await Note.createMany([{ slug: 'a', body: 'b' }])).toEqualTypeOf<Note[]>()
  expectTypeOf(await Note.firstOrCreate({ slug: 'a' }, { body: 'b' })).toEqualTypeOf<Note>()
  for await (const note of Note.where('slug', 'a').each()) expectTypeOf(note).toEqualTypeOf<Note>()
  for await (const notes of Note.chunk()) expectTypeOf(notes).toEqualTypeOf<Note[]>()
  const note = await Note.findOrFail(1)
  expectTypeOf(Note.revive(note.toPlain())).toEqualTypeOf<Note>()
  expectTypeOf(note.changes().reads).toEqualTypeOf<
    { readonly from: number; readonly to: number } | undefined
  >()
  await note.increment('reads')

  // @ts-expect-error the body is missing
  await Note.firstOrCreate({ slug: 'a' }, {})
  // @ts-expect-error a text is not added to
  await note.increment('slug')
  // @ts-expect-error there is no such column
  note.isDirty('colour')
  // @ts-expect-error there is no such column
  await Note.upsert([], { by: ['colour'] })
  // @ts-expect-error there is no such event
  Note.on('wrote', () => undefined)
  // @ts-expect-error a body is a text
  Model('model_notes', { defaults: { body: 7 } })
}

test('models are typed by database/schema.ts', () => {
  expectTypeOf(neverRun).toBeFunction()
  expectTypeOf(neverLoaded).toBeFunction()
  expectTypeOf(neverCast).toBeFunction()
  expectTypeOf(neverAsked).toBeFunction()
  expectTypeOf(neverKept).toBeFunction()
  expectTypeOf(neverWritten).toBeFunction()
})
