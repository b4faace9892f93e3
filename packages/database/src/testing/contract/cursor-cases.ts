import { describe, expect, test } from 'vitest'
import { Model, sql } from '../../index.ts'
import type { CursorPage, ModelQuery } from '../../index.ts'
import type { ContractContext } from './describe-database.ts'

class Post extends Model('contract_posts') {}
class Author extends Model('contract_authors') {}

type Posts = ModelQuery<typeof Post, Post>

export function cursorCases(context: ContractContext): void {
  describe('pages by cursor', () => {
    const titlesOf = (posts: Iterable<Post>): string[] => Array.from(posts, ({ title }) => title)

    /** Every page of a list, forward and then back. */
    async function walk(query: Posts, perPage: number): Promise<{ forward: string[]; back: string[] }> {
      const forward: string[] = []
      const back: string[] = []
      let page: CursorPage<Post> = await query.cursorPaginate({ perPage })
      expect(page.previous).toBeNull()
      for (;;) {
        forward.push(...titlesOf(page))
        if (page.next === null) break
        page = await query.cursorPaginate({ perPage, cursor: page.next })
      }
      for (;;) {
        back.unshift(...titlesOf(page))
        if (page.previous === null) break
        page = await query.cursorPaginate({ perPage, cursor: page.previous })
      }
      return { forward, back }
    }

    test('each row once, in every order: mixed directions, equal values, nulls', async () => {
      const ada = await Author.create({ email: 'ada@x' })
      const grace = await Author.create({ email: 'grace@x' })
      for (let index = 0; index < 12; index++)
        await Post.create({
          title: `p${index}`,
          body: 'x',
          meta: null,
          views: index % 3,
          author_id: [ada.id, null, grace.id, null][index % 4] ?? null,
        })
      const orders: Posts[] = [
        Post.orderBy('id'),
        Post.orderBy('id', 'desc'),
        Post.orderBy('views', 'desc').orderBy('title'),
        Post.orderBy('author_id').orderBy('views', 'desc'),
        Post.orderBy('author_id', 'desc').orderBy('title'),
        Post.orderBy('views').orderBy('author_id', 'desc'),
        Post.where('views', '>', 0).latest(),
      ]
      for (const query of orders) {
        const all = titlesOf(await query.orderBy('id', query.parts.orders.at(-1)?.direction).get())
        for (const perPage of [1, 5, 12]) {
          const { forward, back } = await walk(query, perPage)
          expect(forward).toEqual(all)
          expect(back).toEqual(all)
        }
      }
    })

    test('rows that are written meanwhile move nothing', async () => {
      for (const title of ['b', 'd', 'f', 'h']) await Post.create({ title, body: 'x', meta: null })
      const query = Post.orderBy('title')
      const first = await query.cursorPaginate({ perPage: 2 })
      expect(titlesOf(first)).toEqual(['b', 'd'])
      for (const title of ['a', 'c', 'e']) await Post.create({ title, body: 'x', meta: null })
      await Post.where('title', 'd').delete()
      const second = await query.cursorPaginate({ perPage: 2, cursor: first.next })
      expect(titlesOf(second)).toEqual(['e', 'f'])
      expect(titlesOf(await query.cursorPaginate({ perPage: 2, cursor: second.previous }))).toEqual([
        'b',
        'c',
      ])
    })

    test('moments are told apart by what the database knows of them, not by milliseconds', async () => {
      for (const title of ['a', 'b', 'c', 'd']) await Post.create({ title, body: 'x', meta: null })
      for (const [index, title] of ['a', 'b', 'c', 'd'].entries())
        await sql`update contract_posts set created_at = ${`2026-01-01 12:00:00.12345${index}`} where title = ${title}`.execute(
          context.database,
        )
      const { forward, back } = await walk(Post.latest(), 1)
      expect(forward.toSorted()).toEqual(['a', 'b', 'c', 'd'])
      expect(back).toEqual(forward)
      const [post] = await Post.latest().cursorPaginate({ perPage: 1 })
      expect(
        Object.keys(post?.toJSON() ?? { vanillin: 'no post' }).filter((name) => name.startsWith('vanillin')),
      ).toEqual([])
    })

    test('a cursor that was made up is a 400', async () => {
      for (const title of ['a', 'b', 'c']) await Post.create({ title, body: 'x', meta: null })
      const query = Post.latest()
      const cursor = (await query.cursorPaginate({ perPage: 1 })).next!
      const [list] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[]
      const forged = (...values: unknown[]): string =>
        Buffer.from(JSON.stringify([list, 0, ...values])).toString('base64url')
      const byTitle = (await Post.orderBy('title').cursorPaginate({ perPage: 1 })).next!
      const refused = [
        'x',
        '{}',
        'bnVsbA',
        byTitle,
        forged(),
        forged('2026-01-01 00:00:00'),
        forged(null, 1),
        forged('2026-01-01 00:00:00', 'one'),
        forged('yesterday', 1),
        forged('2026-02-31 99:00:00', 1),
        forged({ a: 1 }, 1),
        forged('2026-01-01 00:00:00', { toString: 'x' }),
        forged('2026-01-01 00:00:00', 1, 2),
        forged(`2026-01-01' or 1=1 --`, 1),
        'A'.repeat(10_000),
      ]
      for (const text of refused)
        await expect(query.cursorPaginate({ cursor: text }), text.slice(0, 80)).rejects.toMatchObject({
          code: 'E_CURSOR_INVALID',
          status: 400,
        })
      await expect(Post.orderBy('title').cursorPaginate({ cursor: byTitle })).resolves.toBeDefined()
    })

    test('no cursor is the first page, and an empty list has one', async () => {
      for (const cursor of [undefined, null, '']) {
        const page = await Post.cursorPaginate({ cursor, perPage: 2 })
        expect(page.toJSON()).toEqual({ items: [], perPage: 2, previous: null, next: null })
      }
      await expect(Post.cursorPaginate({ perPage: 0 })).rejects.toMatchObject({ code: 'E_MODEL_INVALID' })
    })
  })
}
