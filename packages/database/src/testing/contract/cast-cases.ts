import { describe, expect, test } from 'vitest'
import { Model, cast, defineCast, sql } from '../../index.ts'
import type { ContractContext } from './describe-database.ts'

class Money {
  readonly tenThousandths: bigint

  constructor(tenThousandths: bigint) {
    this.tenThousandths = tenThousandths
  }
}

const money = defineCast({
  fromDatabase: (text: string) => new Money(BigInt(text.replace('.', ''))),
  toDatabase: ({ tenThousandths }: Money) =>
    `${tenThousandths / 10_000n}.${String(tenThousandths % 10_000n).padStart(4, '0')}`,
})

class Value extends Model('contract_values', {
  casts: {
    whole: cast.bigint(),
    price: cast.decimal(2),
    day: cast.date(),
    data: cast.json<{ tags: string[] }>(),
    words: cast.oneOf('draft', 'published'),
  },
}) {}

class Priced extends Model('contract_values', {
  casts: { whole: cast.number(), price: money, words: cast.jsonText<{ deep: { list: number[] } }>() },
}) {}

class Seen extends Model('contract_posts', { casts: { views: cast.boolean() } }) {}

export function castCases(context: ContractContext): void {
  const reread = (value: Value): Promise<Value> => Value.findOrFail(value.id)

  describe('casts', () => {
    test('a bigint keeps every digit, in conditions too', async () => {
      for (const whole of [9223372036854775807n, -9223372036854775808n, 9007199254740993n, 0n]) {
        const value = await Value.create({ whole })
        expect(value.whole).toBe(whole)
        expect((await reread(value)).whole).toBe(whole)
        expect((await Value.where('whole', whole).get()).map(({ id }) => id)).toEqual([value.id])
        expect(await Value.where('whole', 'in', [whole, 5n]).count()).toBe(1)
      }
    })

    test('a decimal has the digits that it says, and more are refused and not rounded', async () => {
      const value = await Value.create({ price: '1234567890123456.5' })
      expect(value.price).toBe('1234567890123456.50')
      await value.update({ price: '-0.10' })
      expect((await reread(value)).price).toBe('-0.10')
      await expect(value.update({ price: '0.105' })).rejects.toMatchObject({
        code: 'E_VALUE_INVALID',
        message: 'contract_values.price: 0.105 has more than 2 digits behind the point.',
      })
      await expect(Value.create({ price: '1e3' })).rejects.toMatchObject({ code: 'E_VALUE_INVALID' })
      await context.database.updateTable('contract_values').set({ price: '0.0001' }).execute()
      await expect(Value.first()).rejects.toMatchObject({ code: 'E_VALUE_INVALID' })
    })

    test('a day is its midnight in UTC, in three zones', async () => {
      const before = process.env.TZ
      try {
        for (const zone of ['America/New_York', 'Asia/Kolkata', 'Pacific/Auckland']) {
          process.env.TZ = zone
          const day = new Date('2026-03-29T00:00:00.000Z')
          const value = await Value.create({ day })
          expect((await reread(value)).day).toEqual(day)
          expect(await Value.where('day', day).count()).toBe(1)
          const { rows } = await sql<{ day: string }>`select day from contract_values`.execute(
            context.database,
          )
          expect(rows).toEqual([{ day: '2026-03-29' }])
          await value.delete()
        }
      } finally {
        if (before === undefined) delete process.env.TZ
        else process.env.TZ = before
      }
      await expect(Value.create({ day: new Date(Number.NaN) })).rejects.toMatchObject({
        code: 'E_VALUE_INVALID',
      })
    })

    test('what is changed in place is written, and nothing else', async () => {
      const value = await Value.create({
        day: new Date('2026-01-01'),
        data: { tags: ['a'] },
        price: '1.50',
        whole: 1n,
      })
      await context.database.updateTable('contract_values').set({ whole: 9, price: '9' }).execute()
      value.day?.setUTCFullYear(2027)
      value.data?.tags.push('b')
      await value.save()
      expect(await reread(value)).toMatchObject({
        day: new Date('2027-01-01'),
        data: { tags: ['a', 'b'] },
        whole: 9n,
        price: '9.00',
      })
    })

    test('one of some values, and no other', async () => {
      const value = await Value.create({ words: 'draft' })
      expect(await Value.where('words', 'draft').count()).toBe(1)
      await expect(value.update({ words: 'archived' as 'draft' })).rejects.toMatchObject({
        code: 'E_VALUE_INVALID',
        message: 'contract_values.words: "archived" is none of draft, published.',
      })
      await context.database.updateTable('contract_values').set({ words: 'other' }).execute()
      await expect(Value.find(value.id)).rejects.toMatchObject({ code: 'E_VALUE_INVALID' })
    })

    test('casts of the app, JSON in text, numbers', async () => {
      const words = { deep: { list: [1, 2] } }
      const priced = await Priced.create({ whole: 7, price: new Money(15_000n), words })
      expect(priced).toMatchObject({ whole: 7, price: { tenThousandths: 15_000n }, words })
      priced.words?.deep.list.push(3)
      await priced.save()
      const found = await Priced.where('price', new Money(15_000n)).firstOrFail()
      expect(found.words).toEqual({ deep: { list: [1, 2, 3] } })
      await context.database.updateTable('contract_values').set({ whole: '9007199254740993' }).execute()
      await expect(Priced.find(priced.id)).rejects.toMatchObject({
        code: 'E_VALUE_INVALID',
        message: 'contract_values.whole: 9007199254740993 has more digits than a number keeps.',
      })
    })

    test('a number is a boolean', async () => {
      const seen = await Seen.create({ title: 'a', body: 'b', meta: null, views: true })
      expect(seen.views).toBe(true)
      await seen.update({ views: false })
      expect((await Seen.findOrFail(seen.id)).views).toBe(false)
      expect(await Seen.where('views', true).count()).toBe(0)
      expect(await Seen.where('views', false).update({ views: true })).toBe(1)
    })

    test('null stays null, and SQL is left alone', async () => {
      const value = await Value.create({ whole: null, price: null, day: null, data: null, words: null })
      expect(await reread(value)).toMatchObject({
        whole: null,
        price: null,
        day: null,
        data: null,
        words: null,
      })
      await value.update({ whole: sql<bigint>`40 + 2` as never })
      expect(value.whole).toBe(42n)
    })
  })
}
