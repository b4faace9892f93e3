import { beforeEach, describe, expect, test } from 'vitest'
import { DatabaseError } from '../../index.ts'
import type { AbortableQuery } from '../../queries/abortable-query.ts'
import type { ContractContext } from './describe-database.ts'
import { Comment, Post, Profile, Tag, User } from './relation-models.ts'
import { withRelationTables } from './relation-tables.ts'

export function relationCases(context: ContractContext): void {
  describe('relations', () => {
    let ada: User
    let grace: User
    let hello: Post
    let world: Post

    withRelationTables(context)
    beforeEach(async () => {
      ada = await User.create({ name: 'Ada' })
      grace = await User.create({ name: 'Grace' })
      hello = await Post.create({ title: 'Hello', author_id: ada.id, editor_id: grace.id })
      world = await Post.create({ title: 'World', author_id: grace.id })
    })

    /** The statements that some work takes. */
    async function queriesOf(work: () => Promise<unknown>): Promise<AbortableQuery[]> {
      const executor = context.database.getExecutor()
      const before = executor.executeQuery.bind(executor)
      const queries: AbortableQuery[] = []
      executor.executeQuery = (query) => {
        queries.push(query)
        return before(query)
      }
      await work().finally(() => Reflect.deleteProperty(executor, 'executeQuery'))
      return queries
    }
    const statementsOf = async (work: () => Promise<unknown>): Promise<number> =>
      (await queriesOf(work)).length

    test('a signal is one of all queries that load relations, those of the links too', async () => {
      await Comment.create({ post_id: hello.id, author_id: ada.id, body: 'first' })
      await hello.related('tags').attach((await Tag.create({ name: 'red' })).id)
      const { signal } = new AbortController()
      const queries = await queriesOf(async () => {
        const [post] = await Post.with({ author: (authors) => authors, tags: (tags) => tags.limit(1) })
          .with('comments.author', 'tags.posts')
          .signal(signal)
          .get()
        expect(post?.tags).toHaveLength(1)
        expect((await User.with('received').signal(signal).get())[0]?.received).toHaveLength(1)
      })
      expect(queries.length).toBeGreaterThan(8)
      expect(queries.filter((query) => query.signal !== signal)).toEqual([])
    })

    test('belongsTo: the row that a column points at, null where it is null', async () => {
      const posts = await Post.with('author', 'editor').orderBy('id').get()
      expect(posts.map(({ author }) => author.name)).toEqual(['Ada', 'Grace'])
      expect(posts.map(({ editor }) => editor?.name ?? null)).toEqual(['Grace', null])
      expect(posts[0]?.author).toBeInstanceOf(User)
    })

    test('hasMany and hasOne: the rows that point here, in the order of their keys', async () => {
      await Comment.create({ post_id: hello.id, author_id: ada.id, body: 'first' })
      await Comment.create({ post_id: hello.id, author_id: grace.id, body: 'second' })
      await Profile.create({ relation_user_id: ada.id, bio: 'wrote the first program' })
      const posts = await Post.with('comments').orderBy('id').get()
      expect(posts.map(({ comments }) => comments.map(({ body }) => body))).toEqual([['first', 'second'], []])
      const users = await User.with('profile').orderBy('id').get()
      expect(users.map(({ profile }) => profile?.bio ?? null)).toEqual(['wrote the first program', null])
    })

    test('belongsToMany: linked rows, each with the row between', async () => {
      const [red, blue] = [await Tag.create({ name: 'red' }), await Tag.create({ name: 'blue' })]
      await hello.related('tags').attach([red.id, blue.id], { position: 7 })
      await world.related('tags').attach(blue.id)
      const posts = await Post.with('tags').orderBy('id').get()
      expect(posts.map(({ tags }) => tags.map(({ name, pivot }) => [name, pivot.position]))).toEqual([
        [
          ['red', 7],
          ['blue', 7],
        ],
        [['blue', 0]],
      ])
      const tags = await Tag.with('posts.author').orderBy('id').get()
      expect(tags.map(({ posts: found }) => found.map(({ author }) => author.name))).toEqual([
        ['Ada'],
        ['Ada', 'Grace'],
      ])
    })

    test('paths go on with a dot, each relation in one query however many rows there are', async () => {
      for (let index = 0; index < 30; index++)
        await Comment.create({
          post_id: index % 2 === 0 ? hello.id : world.id,
          author_id: ada.id,
          body: `${index}`,
        })
      await Post.newest().get()
      const count = await statementsOf(async () => {
        const posts = await Post.newest().get()
        expect(posts.map(({ comments }) => comments.length)).toEqual([15, 15])
        expect(posts[1]?.comments[14]?.author?.name).toBe('Ada')
      })
      expect(count).toBe(4)
    })

    test('a row that is not in the database has no rows of its own, and gets none', () => {
      const invalid = expect.objectContaining({ code: 'E_MODEL_INVALID', help: 'Save the row first.' })
      expect(() => new Post().related('comments')).toThrow(invalid)
      expect(() => new Post().related('tags')).toThrow(invalid)
    })

    test('scopes are queries with a name, with arguments if they have some', async () => {
      expect((await Post.edited().with('editor').get()).map(({ editor }) => editor?.name)).toEqual(['Grace'])
      expect(await Post.by(grace).count()).toBe(1)
      expect((await Post.by(ada).where('title', 'Hello').firstOrFail()).id).toBe(hello.id)
    })

    test('find and findOrFail of a query load, and obey its conditions', async () => {
      expect((await Post.with('author').findOrFail(hello.id)).author.name).toBe('Ada')
      expect((await Post.with('author').find(String(world.id)))?.author.name).toBe('Grace')
      expect(await ada.related('posts').find(world.id)).toBeNull()
      await expect(ada.related('posts').findOrFail(world.id)).rejects.toMatchObject({ status: 404 })
      expect(await Post.with('author').find(99_999_999_999)).toBeNull()
      expect(await Post.with('author').find('no number')).toBeNull()
    })

    test('first, firstOrFail and paginate load as well; no row, no query for its relations', async () => {
      expect((await Post.with('author').where('title', 'Hello').first())?.author.name).toBe('Ada')
      expect((await Post.with('author').where('id', world.id).firstOrFail()).author.name).toBe('Grace')
      const page = await Post.with('author').orderBy('id').paginate(2, 1)
      expect(page.items.map(({ author }) => author.name)).toEqual(['Grace'])
      expect(await statementsOf(() => Post.with('author').where('id', 0).get())).toBe(1)
    })

    test('a relation that was not loaded says so when it is read', async () => {
      const post = (await Post.findOrFail(hello.id)) as Post & { author: User }
      expect(() => post.author).toThrow(expect.objectContaining({ code: 'E_RELATION_NOT_LOADED' }))
      expect(() => (new Post() as Post & { author: User }).author).toThrow(DatabaseError)
      expect(JSON.parse(JSON.stringify(post))).not.toHaveProperty('author')
    })

    test('what was loaded is in the JSON, and is not written by save', async () => {
      const post = await Post.with('author', 'comments').where('id', hello.id).firstOrFail()
      expect(JSON.parse(JSON.stringify(post))).toMatchObject({
        title: 'Hello',
        author: { id: ada.id, name: 'Ada' },
        comments: [],
      })
      post.title = 'Hello again'
      await post.save()
      expect(post.author.name).toBe('Ada')
      expect((await Post.findOrFail(hello.id)).title).toBe('Hello again')
    })

    test('a row that is missing is an error, or null where it may be missing', async () => {
      await Comment.create({ post_id: hello.id, author_id: 999, body: 'by nobody' })
      expect((await Comment.with('author').get())[0]?.author).toBeNull()
      await ada.delete()
      await expect(Post.with('author').get()).rejects.toMatchObject({
        code: 'E_RELATION_BROKEN',
        message: expect.stringContaining(`author_id ${ada.id}`),
      })
    })

    test('an unknown relation names those that there are', async () => {
      const untyped = Post as unknown as { with(path: string): { get(): Promise<unknown> } }
      await expect(untyped.with('autor').get()).rejects.toMatchObject({
        code: 'E_RELATION_UNKNOWN',
        message: expect.stringContaining('author, editor, comments, tags'),
      })
      await expect(untyped.with('author.pet').get()).rejects.toMatchObject({ code: 'E_RELATION_UNKNOWN' })
    })

    test('related: a query of the rows of one row', async () => {
      await Comment.create({ post_id: hello.id, author_id: ada.id, body: 'one' })
      await Comment.create({ post_id: world.id, author_id: ada.id, body: 'another' })
      expect((await hello.related('comments').get()).map(({ body }) => body)).toEqual(['one'])
      expect(await hello.related('comments').where('body', 'two').exists()).toBe(false)
      expect((await hello.related('author').first())?.name).toBe('Ada')
      expect(await world.related('editor').first()).toBeNull()
      expect((await ada.related('posts').with('comments').get())[0]?.comments).toHaveLength(1)
    })

    test('related writes rows that belong to the row', async () => {
      const comment = await hello.related('comments').create({ author_id: grace.id, body: 'Nice.' })
      expect(comment).toBeInstanceOf(Comment)
      expect(comment.post_id).toBe(hello.id)
      expect((await ada.related('profile').create({ bio: 'b' })).relation_user_id).toBe(ada.id)
      // whoever sends a key of his own
      const foreign = { author_id: ada.id, body: 'x', post_id: world.id }
      expect((await hello.related('comments').create(foreign)).post_id).toBe(hello.id)
    })

    test('attach, detach and sync of linked rows', async () => {
      const tags = [
        await Tag.create({ name: 'a' }),
        await Tag.create({ name: 'b' }),
        await Tag.create({ name: 'c' }),
      ]
      const [a, b, c] = tags.map(({ id }) => id) as [number, number, number]
      const names = async (): Promise<string[]> =>
        (await hello.related('tags').orderBy('name').get()).map(({ name }) => name)
      await hello.related('tags').attach([a, b])
      expect(await names()).toEqual(['a', 'b'])
      expect(await hello.related('tags').sync([b, c])).toEqual({ attached: [c], detached: [a] })
      expect(await names()).toEqual(['b', 'c'])
      expect(await hello.related('tags').detach(b)).toBe(1)
      expect(await hello.related('tags').detach([])).toBe(0)
      expect(await hello.related('tags').detach()).toBe(1)
      expect(await names()).toEqual([])
    })

    test('a sync that fails leaves the links as they were', async () => {
      const { id } = await Tag.create({ name: 'a' })
      await hello.related('tags').attach(id)
      await expect(hello.related('tags').sync(['no number'])).rejects.toThrow()
      expect(await hello.related('tags').count()).toBe(1)
    })
  })
}
