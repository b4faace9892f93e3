import { describe, expect, test } from 'vitest'
import { Model, cast } from '../../index.ts'

class Post extends Model('contract_posts') {}

class Value extends Model('contract_values') {}

class Cast extends Model('contract_values', {
  casts: { whole: cast.bigint(), price: cast.decimal(2), day: cast.date() },
}) {}

export function aggregateCases(): void {
  const write = (title: string, views: number): Promise<Post> =>
    Post.create({ title, body: 'body', meta: null, views })

  describe('numbers of all rows', () => {
    test('max, min, sum and avg, of all rows and of those that fit', async () => {
      for (const [title, views] of [
        ['a', 10],
        ['b', 20],
        ['c', 45],
      ] as const)
        await write(title, views)
      expect(
        await Promise.all([Post.max('views'), Post.min('views'), Post.sum('views'), Post.avg('views')]),
      ).toEqual([45, 10, 75, 25])
      const few = Post.where('views', '<', 45)
      expect(
        await Promise.all([few.max('views'), few.min('title'), few.sum('views'), few.avg('views')]),
      ).toEqual([20, 'a', 30, 15])
      const last = await Post.latest().firstOrFail()
      expect(await Post.max('created_at')).toEqual(last.created_at)
    })

    test('of no rows they are null', async () => {
      const none = Post.where('views', '>', 1000)
      expect(
        await Promise.all([none.max('title'), none.min('views'), none.sum('views'), none.avg('views')]),
      ).toEqual([null, null, null, null])
      await Value.create({ whole: null })
      expect(await Promise.all([Value.max('whole'), Cast.max('whole'), Value.sum('price')])).toEqual([
        null,
        null,
        null,
      ])
    })

    test('64 bits, decimals and floating-point numbers lose no digit', async () => {
      await Value.create({
        whole: 9007199254740993n,
        price: '900719925474099.1000',
        ratio: 0.5,
        day: '2026-03-29',
      })
      await Value.create({ whole: 9007199254740993n, price: '0.0500', ratio: 0.25, day: '2026-11-22' })
      expect(await Value.sum('whole')).toBe('18014398509481986')
      expect(await Value.max('whole')).toBe('9007199254740993')
      expect(await Value.sum('price')).toBe('900719925474099.1500')
      expect(await Value.max('price')).toBe('900719925474099.1000')
      expect(await Value.sum('ratio')).toBe(0.75)
      expect(await Value.avg('ratio')).toBe(0.375)
      expect(await Value.avg('whole')).toMatch(/^9007199254740993(\.0+)?$/)
      expect(await Value.min('day')).toBe('2026-03-29')
    })

    test('the greatest and the least of a column with a cast are what the property is', async () => {
      await Cast.create({ whole: 9007199254740993n, price: '1.5', day: new Date('2026-03-29') })
      expect(await Cast.max('whole')).toBe(9007199254740993n)
      expect(await Cast.max('price')).toBe('1.50')
      expect(await Cast.where('whole', '>', 5n).min('day')).toEqual(new Date('2026-03-29'))
    })

    test('with a limit they are of the rows that it leaves', async () => {
      for (const [title, views] of [
        ['a', 10],
        ['b', 20],
        ['c', 45],
      ] as const)
        await write(title, views)
      const top = Post.orderBy('views', 'desc').limit(2)
      expect(await Promise.all([top.sum('views'), top.min('views'), top.count()])).toEqual([65, 20, 2])
      expect(await top.offset(2).max('title')).toBe('a')
      expect(await Post.orderBy('views').offset(3).exists()).toBe(false)
      expect((await top.paginate(1, 1)).total).toBe(3)
    })
  })
}
