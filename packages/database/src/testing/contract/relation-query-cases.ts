import { beforeEach, describe, expect, test } from 'vitest'
import { db, Model, morphMany } from '../../index.ts'
import type { ContractContext } from './describe-database.ts'
import { Comment, Folder, Image, Post, Tag, User } from './relation-models.ts'
import { withRelationTables } from './relation-tables.ts'

/** Conditions on relations, numbers of related rows, and what is loaded of them. */
export function relationQueryCases(context: ContractContext): void {
  describe('queries of relations', () => {
    let ada: User
    let grace: User
    let hello: Post
    let world: Post
    let draft: Post

    withRelationTables(context)
    beforeEach(async () => {
      ada = await User.create({ name: 'Ada' })
      grace = await User.create({ name: 'Grace' })
      hello = await Post.create({ title: 'Hello', author_id: ada.id, editor_id: grace.id })
      world = await Post.create({ title: 'World', author_id: grace.id })
      draft = await Post.create({ title: 'Draft', author_id: grace.id })
      for (const [post, author, body] of [
        [hello, ada, 'first'],
        [hello, grace, 'second'],
        [hello, grace, 'third'],
        [world, grace, 'fourth'],
      ] as const)
        await Comment.create({ post_id: post.id, author_id: author.id, body })
    })

    const titles = (posts: readonly Post[]): string[] => posts.map(({ title }) => title)
    const names = (rows: readonly { name: string }[]): string[] => rows.map(({ name }) => name)
    const folder = (name: string, parent: Folder | null, bytes = 0): Promise<Folder> =>
      Folder.create({ name, parent_id: parent?.id ?? null, bytes })

    test('has and doesntHave: rows with related ones, and how many', async () => {
      expect(titles(await Post.has('comments').orderBy('id').get())).toEqual(['Hello', 'World'])
      expect(titles(await Post.has('comments', '>=', 3).get())).toEqual(['Hello'])
      expect(titles(await Post.has('comments', '<', 2).orderBy('id').get())).toEqual(['World', 'Draft'])
      expect(titles(await Post.has('comments', '=', 0).get())).toEqual(['Draft'])
      expect(titles(await Post.doesntHave('comments').get())).toEqual(['Draft'])
      expect(titles(await Post.has('editor').get())).toEqual(['Hello'])
      expect(await Post.where('title', 'Draft').has('comments').exists()).toBe(false)
    })

    test('whereHas and whereDoesntHave: rows with related ones that fit', async () => {
      const second = Post.whereHas('comments', (comments) => comments.where('body', 'second'))
      expect(titles(await second.get())).toEqual(['Hello'])
      expect(await second.count()).toBe(1)
      const byGrace = Post.whereHas('comments', (comments) => comments.where('author_id', grace.id), '>', 1)
      expect(titles(await byGrace.get())).toEqual(['Hello'])
      const notByAda = Post.whereDoesntHave('comments', (comments) => comments.where('author_id', ada.id))
      expect(titles(await notByAda.orderBy('id').get())).toEqual(['World', 'Draft'])
    })

    test('conditions go on with a dot, and stand inside of each other', async () => {
      const commented = Post.whereHas('comments.author', (author) => author.where('name', 'Ada'))
      expect(titles(await commented.get())).toEqual(['Hello'])
      expect(names(await User.has('posts.comments.author').orderBy('id').get())).toEqual(['Ada', 'Grace'])
      expect(names(await User.has('posts.comments', '>=', 3).get())).toEqual(['Ada'])
      const inside = User.whereHas('posts', (posts) =>
        posts
          .where('title', 'World')
          .whereHas('author', (author) => author.where('name', 'Grace'))
          .whereDoesntHave('comments', (comments) => comments.where('body', 'first')),
      )
      expect(names(await inside.get())).toEqual(['Grace'])
    })

    test('a condition on a relation holds for update and delete', async () => {
      expect(await Post.doesntHave('comments').update({ title: 'Nobody read it' })).toBe(1)
      expect(await Post.has('comments', '=', 0).delete()).toBe(1)
      expect(await Post.count()).toBe(2)
    })

    test('belongsToMany has conditions, too', async () => {
      const [red, blue] = [await Tag.create({ name: 'red' }), await Tag.create({ name: 'blue' })]
      await hello.related('tags').attach([red.id, blue.id])
      await world.related('tags').attach(blue.id)
      const tagged = Post.whereHas('tags', (tags) => tags.where('name', 'red'))
      expect(titles(await tagged.get())).toEqual(['Hello'])
      expect(titles(await Post.has('tags', '=', 2).get())).toEqual(['Hello'])
      expect(titles(await Post.doesntHave('tags').get())).toEqual(['Draft'])
      expect(names(await Tag.has('posts', '>', 1).get())).toEqual(['blue'])
    })

    test('a table that points at itself: its rows are told apart', async () => {
      const root = await folder('root', null)
      const docs = await folder('docs', root, 1)
      await folder('old', docs, 2)
      await folder('new', docs, 3)
      expect(names(await Folder.has('children').orderBy('id').get())).toEqual(['root', 'docs'])
      expect(names(await Folder.has('children', '>', 1).get())).toEqual(['docs'])
      expect(names(await Folder.doesntHave('parent').get())).toEqual(['root'])
      expect(names(await Folder.has('children.children').get())).toEqual(['root'])
      expect(
        names(
          await Folder.whereHas('parent.parent', (top) => top.where('name', 'root'))
            .orderBy('id')
            .get(),
        ),
      ).toEqual(['old', 'new'])
      expect(names(await Folder.has('grandchildren', '=', 2).get())).toEqual(['root'])
      const counted = await Folder.withCount('children').withSum('children', 'bytes').orderBy('id').get()
      expect(counted.map((row) => [row.children_count, row.children_sum_bytes])).toEqual([
        [1, 1],
        [2, 5],
        [0, null],
        [0, null],
      ])
    })

    test('withCount and withExists: numbers on each row, under names of their own if they are given', async () => {
      const posts = await Post.withCount('comments')
        .withCount('comments as by_grace', (comments) => comments.where('author_id', grace.id))
        .withExists('editor')
        .orderBy('id')
        .get()
      expect(posts.map((post) => [post.comments_count, post.by_grace, post.editor_exists])).toEqual([
        [3, 2, true],
        [1, 1, false],
        [0, 0, false],
      ])
      const one = await Post.withCount('comments').findOrFail(hello.id)
      expect(JSON.parse(JSON.stringify(one))).toMatchObject({ title: 'Hello', comments_count: 3 })
      one.title = 'Hello again'
      await one.save()
      expect(await Post.where('title', 'Hello again').exists()).toBe(true)
      expect(
        (await User.withCount('received').orderBy('id').get()).map((user) => user.received_count),
      ).toEqual([3, 1])
    })

    test('the sum of decimals, and of 64 bits, keeps every digit', async () => {
      const top = await folder('top', null)
      for (const price of ['900719925474099.10', '0.05'])
        await Folder.create({ name: price, parent_id: top.id, bytes: 1, price, size: 9007199254740993n })
      const query = Folder.withSum('children', 'price')
        .withSum('children', 'size')
        .withAvg('children', 'bytes')
      expect(await query.findOrFail(top.id)).toMatchObject({
        children_sum_price: '900719925474099.15',
        children_sum_size: '18014398509481986',
        children_avg_bytes: 1,
      })
      expect((await query.where('name', '0.05').firstOrFail()).children_sum_price).toBeNull()
    })

    test('withSum, withAvg, withMin and withMax', async () => {
      const top = await folder('top', null)
      await folder('a', top, 10)
      await folder('b', top, 20)
      const query = Folder.withSum('children', 'bytes')
        .withAvg('children', 'bytes')
        .withMin('children', 'name')
        .withMax('children as last', 'name')
      const found = await query.findOrFail(top.id)
      expect(found).toMatchObject({
        children_sum_bytes: 30,
        children_avg_bytes: 15,
        children_min_name: 'a',
        last: 'b',
      })
      expect((await query.where('name', 'a').firstOrFail()).children_min_name).toBeNull()
      const latest = await User.withMax('posts', 'created_at').findOrFail(ada.id)
      expect(latest.posts_max_created_at).toEqual((await Post.findOrFail(hello.id)).created_at)
    })

    test('with narrows what is loaded, and puts it in order', async () => {
      const posts = await Post.with({
        comments: (comments) => comments.where('author_id', grace.id).orderBy('body', 'desc').with('author'),
      })
        .orderBy('id')
        .get()
      expect(posts.map(({ comments }) => comments.map(({ body, author }) => [body, author?.name]))).toEqual([
        [
          ['third', 'Grace'],
          ['second', 'Grace'],
        ],
        [['fourth', 'Grace']],
        [],
      ])
      const narrowed = await Post.with({ author: (author) => author.where('name', 'Ada') })
        .orderBy('id')
        .get()
      expect(narrowed.map(({ author }) => author?.name ?? null)).toEqual(['Ada', null, null])
    })

    test('a limit of a loaded relation holds for each row by itself', async () => {
      const latest = await Post.with({ comments: (comments) => comments.orderBy('id', 'desc').limit(2) })
        .orderBy('id')
        .get()
      expect(latest.map(({ comments }) => comments.map(({ body }) => body))).toEqual([
        ['third', 'second'],
        ['fourth'],
        [],
      ])
      expect(latest[0]?.comments[0]?.toJSON()).not.toHaveProperty('vanillin_rank')
      const second = await Post.with({ comments: (comments) => comments.limit(1).offset(1) })
        .orderBy('id')
        .get()
      expect(second.map(({ comments }) => comments.map(({ body }) => body))).toEqual([['second'], [], []])
      const [red, blue] = [await Tag.create({ name: 'red' }), await Tag.create({ name: 'blue' })]
      await hello.related('tags').attach([red.id, blue.id], { position: 7 })
      await world.related('tags').attach([red.id, blue.id])
      const tagged = await Post.with({ tags: (tags) => tags.orderBy('name').limit(1) })
        .orderBy('id')
        .get()
      expect(tagged.map(({ tags }) => tags.map(({ name, pivot }) => [name, pivot.position]))).toEqual([
        [['blue', 7]],
        [['blue', 0]],
        [],
      ])
      const users = await User.with({ received: (comments) => comments.orderBy('id', 'desc').limit(1) })
        .orderBy('id')
        .get()
      expect(users.map(({ received }) => received.map(({ body }) => body))).toEqual([['third'], ['fourth']])
    })

    test('load: relations of rows that are there', async () => {
      const posts = await Post.load(await Post.orderBy('id').get(), 'author', 'comments')
      expect(posts.map(({ author, comments }) => [author.name, comments.length])).toEqual([
        ['Ada', 3],
        ['Grace', 1],
        ['Grace', 0],
      ])
      const { comments } = await hello.load({
        comments: (rows) => rows.where('body', 'first').with('author'),
      })
      expect(comments.map(({ author }) => author?.name)).toEqual(['Ada'])
      expect((await world.load('author')).author.name).toBe('Grace')
      expect(await Post.load([], 'author')).toEqual([])
    })

    test('hasManyThrough and hasOneThrough: rows behind rows', async () => {
      const users = await User.with('received.author').orderBy('id').get()
      expect(
        users.map(({ received }) => received.map(({ body, author }) => `${body} by ${author?.name}`)),
      ).toEqual([['first by Ada', 'second by Grace', 'third by Grace'], ['fourth by Grace']])
      expect(await ada.related('received').where('author_id', grace.id).count()).toBe(2)
      expect(
        names(await User.whereHas('received', (comments) => comments.where('body', 'fourth')).get()),
      ).toEqual(['Grace'])
      const root = await folder('root', null)
      const docs = await folder('docs', root)
      await folder('old', docs)
      await folder('new', docs)
      const loaded = await Folder.with('grandchildren', 'grandchild').orderBy('id').get()
      expect(loaded.map((row) => [names(row.grandchildren), row.grandchild?.name ?? null])).toEqual([
        [['old', 'new'], 'old'],
        [[], null],
        [[], null],
        [[], null],
      ])
    })

    test('morphTo, morphMany and morphOne: a row of one of several models', async () => {
      await hello.related('images').create({ url: 'a.png' })
      await hello.related('images').create({ url: 'b.png' })
      await ada.related('image').create({ url: 'ada.png' })
      await Image.create({ url: 'nobody.png' })
      await Image.create({ url: 'gone.png', imageable_type: 'post', imageable_id: 0 })
      // The same key in another table.
      await Image.create({ url: 'c.png', imageable_type: 'App\\Models\\User', imageable_id: hello.id + 1000 })

      const images = await Image.with('imageable').orderBy('id').get()
      const owners = images.map(({ imageable }) =>
        imageable === null ? null : imageable instanceof Post ? imageable.title : imageable.name,
      )
      expect(owners).toEqual(['Hello', 'Hello', 'Ada', null, null, null])
      expect(images.map((image) => image.imageable_type).slice(0, 3)).toEqual([
        'post',
        'post',
        'App\\Models\\User',
      ])
      const [post] = await Post.with('images').orderBy('id').get()
      expect(post?.images.map(({ url }) => url)).toEqual(['a.png', 'b.png'])
      expect((await User.with('image').findOrFail(ada.id)).image?.url).toBe('ada.png')
      expect(await images[2]?.related('imageable').first()).toBeInstanceOf(User)
    })

    test('morphTo in conditions and counts; a name that the map does not have', async () => {
      await hello.related('images').create({ url: 'a.png' })
      await ada.related('image').create({ url: 'ada.png' })
      await Image.create({ url: 'nobody.png' })
      const urls = (rows: readonly Image[]): string[] => rows.map(({ url }) => url)
      expect(urls(await Image.has('imageable').orderBy('id').get())).toEqual(['a.png', 'ada.png'])
      expect(urls(await Image.doesntHave('imageable').get())).toEqual(['nobody.png'])
      expect(urls(await Image.whereHas('imageable', (row) => row.where('id', ada.id)).get())).toContain(
        'ada.png',
      )
      expect(titles(await Post.whereHas('images', (images) => images.where('url', 'a.png')).get())).toEqual([
        'Hello',
      ])
      expect((await Post.withCount('images').orderBy('id').get()).map((post) => post.images_count)).toEqual([
        1, 0, 0,
      ])
      await expect(Image.withMax('imageable', 'id').get()).rejects.toMatchObject({ code: 'E_MODEL_INVALID' })
      await Image.create({ url: 'v.png', imageable_type: 'video', imageable_id: 1 })
      await expect(Image.with('imageable').get()).rejects.toMatchObject({
        code: 'E_RELATION_BROKEN',
        message: expect.stringContaining('imageable_type video'),
      })
    })

    test('morphToMany and morphedByMany: links of several models in one table', async () => {
      const tag = await Tag.create({ name: 'red' })
      await hello.related('labels').attach(tag.id)
      await db
        .insertInto('relation_taggables')
        .values({ relation_tag_id: tag.id, taggable_type: 'video', taggable_id: world.id })
        .execute()
      const posts = await Post.with('labels').orderBy('id').get()
      expect(posts.map(({ labels }) => names(labels))).toEqual([['red'], [], []])
      expect((await Tag.with('labelled').firstOrFail()).labelled.map(({ title }) => title)).toEqual(['Hello'])
      expect(titles(await Post.has('labels').get())).toEqual(['Hello'])
      expect(await tag.related('labelled').count()).toBe(1)
      expect(await world.related('labels').sync([tag.id])).toEqual({ attached: [tag.id], detached: [] })
      expect(await hello.related('labels').detach()).toBe(1)
      expect(await db.selectFrom('relation_taggables').selectAll().execute()).toHaveLength(2)
    })

    test('a relation that is not there, and a model that the map of morphTo does not name', async () => {
      const untyped = draft as unknown as { related(name: string): { get(): Promise<unknown> } }
      expect(() => untyped.related('nothing')).toThrow(
        expect.objectContaining({ code: 'E_RELATION_UNKNOWN' }),
      )
      await expect(Post.with({ comment: (rows: never) => rows } as never).get()).rejects.toMatchObject({
        code: 'E_RELATION_UNKNOWN',
      })
      await expect(Post.has('comment' as never).get()).rejects.toMatchObject({ code: 'E_RELATION_UNKNOWN' })
      await expect(Nameless.with('images').get()).rejects.toMatchObject({
        code: 'E_MODEL_INVALID',
        message: expect.stringContaining('no name in imageable of the model of relation_images'),
      })
    })
  })
}

class Nameless extends Model('relation_posts') {
  static images = morphMany(() => Image, { as: 'imageable' })
}
