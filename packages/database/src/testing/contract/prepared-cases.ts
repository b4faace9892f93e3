import { beforeEach, describe, expect, test } from 'vitest'
import { afterCommit, db, prepared, sql, useDatabase } from '../../index.ts'
import type { ContractContext } from './describe-database.ts'

export function preparedCases(context: ContractContext): void {
  describe('a prepared query', () => {
    const byViews = prepared((views: number, title: string) =>
      db
        .selectFrom('contract_posts')
        .select(['title', 'views'])
        .where('views', '>', views)
        .where('title', '!=', title)
        .where('body', '=', 'text')
        .orderBy('title')
        .limit(2),
    )

    beforeEach(async () => {
      await db
        .insertInto('contract_posts')
        .values(['a', 'b', 'c', 'd'].map((title, views) => ({ title, views, body: 'text', meta: null })))
        .execute()
    })

    test('answers the rows of each use, in a transaction as well', async () => {
      expect(await byViews(0, 'c')).toEqual([
        { title: 'b', views: 1 },
        { title: 'd', views: 3 },
      ])
      expect(await byViews(2, 'x')).toEqual([{ title: 'd', views: 3 }])
      const committed: unknown[] = []
      await db.transaction(async () => {
        await db.updateTable('contract_posts').set({ views: 9 }).where('title', '=', 'a').execute()
        expect(await byViews(8, 'x')).toEqual([{ title: 'a', views: 9 }])
        afterCommit(async () => committed.push(await byViews(8, 'x')))
      })
      expect(committed).toEqual([[{ title: 'a', views: 9 }]])
      expect(await Promise.all([0, 1, 2, 3].map((views) => byViews(views, 'a')))).toHaveLength(4)
    })

    test('writes, and takes null and lists where they are values', async () => {
      const retitle = prepared((from: string, to: string) =>
        db.updateTable('contract_posts').set({ title: to }).where('title', '=', from),
      )
      await retitle('a', 'x')
      await retitle('b', 'y')
      const author = prepared((id: number | null, title: string) =>
        db.updateTable('contract_posts').set({ author_id: id }).where('title', '=', title),
      )
      await author(null, 'x')
      const titles = await db.selectFrom('contract_posts').select('title').orderBy('title').execute()
      expect(titles.map(({ title }) => title)).toEqual(['c', 'd', 'x', 'y'])
      if (context.database.driver === 'mysql') return
      const among = prepared((some: string[]) =>
        db
          .selectFrom('contract_posts')
          .select('title')
          .where(sql<boolean>`title = any(${some})`)
          .orderBy('title'),
      )
      expect(await among(['c', 'x', 'z'])).toEqual([{ title: 'c' }, { title: 'x' }])
      expect(await among([])).toEqual([])
    })

    test('is compared with its statement at each use in development', async () => {
      const traced = await context.subject.connectAgain({ traceCallers: true })
      if (!traced.tracesCallers) return // the one in memory is that of the suite
      const some = prepared((views: number) => {
        const posts = db.selectFrom('contract_posts').select('title')
        return views === 3 ? posts.limit(views) : posts.where('views', '=', views)
      })
      useDatabase(traced)
      try {
        expect(await some(1)).toEqual([{ title: 'b' }])
        expect(await some(2)).toEqual([{ title: 'c' }])
        await expect(some(3)).rejects.toMatchObject({ code: 'E_QUERY_VARIES' })
      } finally {
        useDatabase(context.database)
        await traced.close()
      }
    })

    test('whose statement would depend on its values is refused, and not sent', async () => {
      const posts = db.selectFrom('contract_posts').select('title')
      const refused: (() => Promise<unknown>)[] = [
        () => prepared((some: string[]) => posts.where('title', 'in', some))(['a', 'b']),
        () => prepared((some?: string) => posts.$if(!!some, (rows) => rows.where('title', '=', some!)))('a'),
        () => prepared((some: string | null) => (some ? posts.where('title', '=', some) : posts))('a'),
        () => prepared((author: number | null) => posts.where('author_id', 'is', author))(null),
        () => prepared((words: string) => posts.where('title', 'like', `%${words}%`))('a'),
        () => prepared((views: number) => posts.where('views', '>', views + 1))(1),
        () => prepared((name: 'title') => posts.orderBy(name))('title'),
        () =>
          prepared((wanted: number) =>
            wanted === 1 ? posts.limit(wanted) : posts.where('views', '=', wanted),
          )(1),
        () => prepared((_unused: number) => posts)(1),
        () => byViews(undefined as never, 'x'),
        () => byViews(sql`1` as never, 'x'),
        () =>
          prepared((titles: string[]) =>
            db.insertInto('contract_posts').values(titles.map((title) => ({ title, body: '', meta: null }))),
          )(['x']),
      ]
      for (const [index, attempt] of refused.entries())
        await expect(attempt(), `case ${index}`).rejects.toMatchObject({
          code: 'E_QUERY_VARIES',
          status: 500,
        })
      expect(await posts.execute()).toHaveLength(4)
    })
  })
}
