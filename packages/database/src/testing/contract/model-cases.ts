import { describe, expect, test } from 'vitest'
import { Model } from '../../index.ts'
import type { ContractContext } from './describe-database.ts'

class Post extends Model('contract_posts') {
  get isLong(): boolean {
    return this.body.length > 10
  }
}

class Author extends Model('contract_authors') {}

export function modelCases(context: ContractContext): void {
  const write = (title: string, more: { views?: number; body?: string } = {}): Promise<Post> =>
    Post.create({ title, body: 'body', meta: null, ...more })

  describe('models', () => {
    test('create answers the row as the database has it', async () => {
      const post = await Post.create({ title: 'Hello', body: 'A longer body', meta: { tags: ['a', 'b'] } })
      expect(post).toBeInstanceOf(Post)
      expect(post.isLong).toBe(true)
      expect(post.id).toBeTypeOf('number')
      expect(post.views).toBe(0)
      expect(post.meta).toEqual({ tags: ['a', 'b'] })
      expect(post.created_at).toBeInstanceOf(Date)
      expect(Math.abs(post.created_at.getTime() - Date.now())).toBeLessThan(60_000)
    })

    test('every JSON value comes back as it went', async () => {
      for (const meta of [[1, [2]], 'text', '"quoted"', 0, false, { a: null }, []]) {
        const { id } = await write('json')
        const post = await Post.findOrFail(id)
        await post.update({ meta })
        expect((await Post.findOrFail(id)).meta).toEqual(meta)
        await post.delete()
      }
    })

    test('a key that the column cannot hold is in no row', async () => {
      expect(await Post.find(99_999_999_999)).toBeNull()
      await expect(Post.findOrFail(99_999_999_999)).rejects.toMatchObject({
        code: 'E_ROW_NOT_FOUND',
        status: 404,
      })
    })

    test('find, findOrFail, first, firstOrFail, all, exists', async () => {
      expect(await Post.exists()).toBe(false)
      await expect(Post.firstOrFail()).rejects.toMatchObject({ code: 'E_ROW_NOT_FOUND', status: 404 })
      const hello = await write('Hello')
      const world = await write('World')
      expect((await Post.find(hello.id))?.title).toBe('Hello')
      expect((await Post.find(String(hello.id)))?.title).toBe('Hello')
      expect(await Post.find(world.id + 1000)).toBeNull()
      await expect(Post.findOrFail(world.id + 1000)).rejects.toMatchObject({
        code: 'E_ROW_NOT_FOUND',
        status: 404,
      })
      expect((await Post.first())?.title).toBe('Hello')
      expect((await Post.firstOrFail()).title).toBe('Hello')
      expect(await Post.exists()).toBe(true)
      expect((await Post.all()).map(({ title }) => title).toSorted()).toEqual(['Hello', 'World'])
    })

    test('where, orderBy, latest, limit, offset, count, exists', async () => {
      for (const [index, title] of ['a', 'b', 'c', 'd'].entries()) await write(title, { views: index })
      const titles = (posts: Post[]): string[] => posts.map(({ title }) => title)
      expect(titles(await Post.where('views', '>', 1).orderBy('title', 'desc').get())).toEqual(['d', 'c'])
      expect(titles(await Post.where('title', 'b').get())).toEqual(['b'])
      expect(titles(await Post.where('title', 'in', ['a', 'd']).orderBy('title').get())).toEqual(['a', 'd'])
      expect(await Post.where('title', 'in', []).get()).toEqual([])
      expect(await Post.where('title', 'not in', []).count()).toBe(await Post.count())
      expect(titles(await Post.orderBy('title').limit(2).offset(1).get())).toEqual(['b', 'c'])
      expect(titles(await Post.orderBy('title').offset(3).get())).toEqual(['d'])
      expect(titles(await Post.latest().limit(1).get())).toEqual(['d'])
      expect(
        titles(await Post.where((post) => post.or([post('title', '=', 'a'), post('views', '=', 3)])).get()),
      ).toHaveLength(2)
      expect(await Post.where('author_id', null).count()).toBe(4)
      expect(await Post.where('author_id', 'is not', null).exists()).toBe(false)
      expect(await Post.count()).toBe(4)
      await expect(Post.where('title', 'zzz').firstOrFail()).rejects.toMatchObject({
        code: 'E_ROW_NOT_FOUND',
      })
    })

    test('a query that is kept is not changed by what follows', async () => {
      await write('a', { views: 1 })
      await write('b', { views: 2 })
      const all = Post.where('views', '>', 0)
      expect(await all.where('title', 'a').count()).toBe(1)
      expect(await all.count()).toBe(2)
    })

    test("hands over Kysely's builder with its conditions", async () => {
      await write('a', { views: 1 })
      await write('b', { views: 2 })
      const rows = await Post.where('views', 2).query.clearSelect().select(['title', 'views']).execute()
      expect(rows).toEqual([{ title: 'b', views: 2 }])
    })

    test('save writes what changed, and moves updated_at', async () => {
      const post = await Post.create({
        title: 'a',
        body: 'b',
        meta: { n: 1 },
        updated_at: new Date('2020-01-01'),
      })
      await context.database.updateTable('contract_posts').set({ views: 5 }).execute()
      post.title = 'changed'
      await post.save()
      expect(post.views).toBe(5)
      expect(post.updated_at.getUTCFullYear()).toBeGreaterThan(2020)
      const before = post.updated_at
      await post.save()
      expect(post.updated_at).toEqual(before)
      ;(post.meta as { n: number }).n = 2
      await post.save()
      expect((await Post.findOrFail(post.id)).meta).toEqual({ n: 2 })
    })

    test('update({ id }) does not move a row to another key and answer 404', async () => {
      const post = await write('a')
      const other = post.id + 1000
      const refused = { code: 'E_MODEL_INVALID', message: expect.stringContaining(`id ${other}`) }
      await expect(post.update({ id: other, title: 'b' })).rejects.toMatchObject(refused)
      expect(post.title).toBe('a')
      ;(post as { id: number }).id = other
      await expect(post.save()).rejects.toMatchObject(refused)
      const found = await Post.findOrFail((await Post.first())!.id)
      // A form brings the key along, as text.
      await found.update({ id: String(found.id), title: 'c' } as never)
      expect((await Post.findOrFail(found.id)).title).toBe('c')
      expect(await Post.where('id', found.id).update({ id: other })).toBe(1)
      expect((await Post.findOrFail(other)).title).toBe('c')
    })

    test('a NUL character in a text is bad input, not a fault of the server', async () => {
      if (context.database.driver === 'mysql') {
        expect((await write('a\0b')).title).toBe('a\0b')
        expect((await Post.where('title', 'a\0b').get()).length).toBe(1)
        return
      }
      const refused = { code: 'E_TEXT_INVALID', status: 400, message: expect.stringContaining('NUL') }
      await expect(write('a\0b')).rejects.toMatchObject(refused)
      await expect(Post.where('title', 'a\0b').get()).rejects.toMatchObject(refused)
      await expect(Post.create({ title: 't', body: 'b', meta: { text: 'a\0b' } })).rejects.toMatchObject(
        refused,
      )
      expect(await Post.find('a\0b')).toBeNull()
    })

    test('a new instance is written by save', async () => {
      const post = new Post()
      post.title = 'by hand'
      post.body = 'x'
      await post.save()
      expect((await Post.findOrFail(post.id)).title).toBe('by hand')
    })

    test('delete, and what comes after it', async () => {
      const post = await write('a')
      const twin = await Post.findOrFail(post.id)
      await post.delete()
      expect(await Post.find(post.id)).toBeNull()
      await expect(post.delete()).rejects.toMatchObject({ code: 'E_MODEL_INVALID' })
      await expect(twin.update({ title: 'ghost' })).rejects.toMatchObject({ code: 'E_ROW_NOT_FOUND' })
    })

    test('update and delete of many rows', async () => {
      for (const title of ['a', 'b', 'c']) await write(title)
      expect(await Post.where('title', '!=', 'c').update({ views: 9 })).toBe(2)
      expect(await Post.where('views', 9).delete()).toBe(2)
      expect(await Post.count()).toBe(1)
      await expect(Post.limit(1).delete()).rejects.toMatchObject({ code: 'E_MODEL_INVALID' })
    })

    test('a key that is no column is refused, whoever sent it', async () => {
      const form = { title: 'a', body: 'b', meta: null, is_admin: true }
      await expect(Post.create(form)).rejects.toMatchObject({
        code: 'E_COLUMN_UNKNOWN',
        message: expect.stringContaining('is_admin'),
      })
      const post = await write('a')
      await expect(post.update({ wrong: 1 } as never)).rejects.toMatchObject({ code: 'E_COLUMN_UNKNOWN' })
      expect(post).not.toHaveProperty('wrong')
    })

    test('comparing with undefined is refused, not answered with all or nothing', () => {
      expect(() => Post.where('id', undefined as never)).toThrow(
        expect.objectContaining({
          message: expect.stringContaining('undefined'),
          help: expect.stringContaining('await'),
        }),
      )
    })

    test('values cannot become SQL', async () => {
      await write('safe')
      for (const value of [
        `' or 1=1 --`,
        `"; drop table contract_posts; --`,
        '\\',
        '\0'.slice(1),
        `\\' or 1=1 -- `,
      ]) {
        expect(await Post.where('title', value).get()).toEqual([])
      }
      expect(await Post.count()).toBe(1)
    })

    test('pages', async () => {
      for (let index = 0; index < 5; index += 1) await write(`p${index}`)
      const page = await Post.orderBy('title').paginate(2, 2)
      expect([...page].map(({ title }) => title)).toEqual(['p2', 'p3'])
      expect(page).toMatchObject({
        total: 5,
        page: 2,
        perPage: 2,
        lastPage: 3,
        hasNext: true,
        hasPrevious: true,
      })
      expect((await Post.orderBy('title').paginate(99, 2)).items).toEqual([])
      expect((await Post.paginate(-1, 2)).page).toBe(1)
      expect(JSON.parse(JSON.stringify(page))).toMatchObject({
        total: 5,
        items: [{ title: 'p2' }, { title: 'p3' }],
      })
    })

    test('plain data for JSON', async () => {
      const author = await Author.create({ email: 'a@x' })
      expect(author.toJSON()).toEqual({ id: author.id, email: 'a@x' })
      expect(JSON.stringify({ author })).toBe(`{"author":{"id":${author.id},"email":"a@x"}}`)
    })
  })
}
