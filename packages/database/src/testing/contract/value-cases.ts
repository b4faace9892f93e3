import { describe, expect, test } from 'vitest'
import type { ContractValuesTable } from './contract-tables.ts'
import type { ContractContext } from './describe-database.ts'
import { sql } from '../../index.ts'
import type { Insertable, Selectable } from '../../index.ts'

export function valueCases(context: ContractContext): void {
  async function roundTrip(
    values: Insertable<ContractValuesTable>,
  ): Promise<Selectable<ContractValuesTable>> {
    const { database } = context
    await database.insertInto('contract_values').values(values).execute()
    return database.selectFrom('contract_values').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow()
  }

  describe('values', () => {
    test('64-bit numbers keep every digit', async () => {
      expect((await roundTrip({ whole: 9223372036854775807n })).whole).toBe('9223372036854775807')
      expect((await roundTrip({ whole: '-9223372036854775808' })).whole).toBe('-9223372036854775808')
      expect((await roundTrip({ whole: 7 })).whole).toBe('7')
    })

    test('decimals keep every digit', async () => {
      expect((await roundTrip({ price: '1234567890123456.7891' })).price).toBe('1234567890123456.7891')
      expect((await roundTrip({ price: 0.5 })).price).toBe('0.5000')
    })

    test('floating-point numbers are numbers', async () => {
      expect((await roundTrip({ ratio: 0.1 })).ratio).toBe(0.1)
      expect((await roundTrip({ ratio: -1.5e300 })).ratio).toBe(-1.5e300)
    })

    test('booleans are booleans', async () => {
      expect((await roundTrip({ is_on: true })).is_on).toBe(true)
      expect((await roundTrip({ is_on: false })).is_on).toBe(false)
    })

    test('a moment is the same moment, whatever the zone it was written in', async () => {
      const moment = new Date('2026-03-29T01:30:00.123Z')
      expect((await roundTrip({ moment })).moment).toEqual(moment)
      for (const zone of ['America/New_York', 'Asia/Kolkata', 'Pacific/Auckland']) {
        const before = process.env.TZ
        process.env.TZ = zone
        try {
          expect((await roundTrip({ moment })).moment).toEqual(moment)
        } finally {
          if (before === undefined) delete process.env.TZ
          else process.env.TZ = before
        }
      }
    })

    test('moments in a list are the same moments, whatever the zone they were written in', async () => {
      if (context.database.driver === 'mysql') return // it has no lists
      const moment = new Date('2026-03-29T01:30:00.123Z')
      const before = process.env.TZ
      process.env.TZ = 'Pacific/Auckland'
      try {
        const { rows } =
          await sql`select ${[moment]}::timestamptz[] as aware, ${[moment]}::timestamp[] as naive`.execute(
            context.database,
          )
        expect(rows).toEqual([{ aware: [moment], naive: [moment] }])
      } finally {
        if (before === undefined) delete process.env.TZ
        else process.env.TZ = before
      }
    })

    test('a day is its text, in every zone', async () => {
      const before = process.env.TZ
      process.env.TZ = 'Pacific/Auckland'
      try {
        expect((await roundTrip({ day: '2026-11-22' })).day).toBe('2026-11-22')
      } finally {
        if (before === undefined) delete process.env.TZ
        else process.env.TZ = before
      }
    })

    test('JSON comes back as it went', async () => {
      const data = { list: [1, 'two', null, { deep: true }], quote: `it's "x" \\ ?`, nothing: null }
      expect((await roundTrip({ data: JSON.stringify(data) })).data).toEqual(data)
      expect((await roundTrip({ data: JSON.stringify([1, 2]) })).data).toEqual([1, 2])
    })

    test('an object is sent as JSON, never as SQL', async () => {
      expect((await roundTrip({ data: { words: 1 } })).data).toEqual({ words: 1 })
      const { database } = context
      await database.insertInto('contract_values').values({ words: 'secret' }).execute()
      const found = await database
        .selectFrom('contract_values')
        .select('id')
        .where('words', '=', { words: 1 } as unknown as string)
        .execute()
      expect(found).toEqual([])
    })

    test('bytes are bytes', async () => {
      const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index))
      const read = (await roundTrip({ bytes })).bytes
      expect(Buffer.isBuffer(read)).toBe(true)
      expect(read?.equals(bytes)).toBe(true)
      expect((await roundTrip({ bytes: new Uint8Array([0, 39, 92, 255]) })).bytes).toEqual(
        Buffer.from([0, 39, 92, 255]),
      )
      expect((await roundTrip({ bytes: Buffer.alloc(0) })).bytes).toEqual(Buffer.alloc(0))
    })

    test('text of every script, emoji, quotes and backslashes', async () => {
      for (const words of [
        'Ωμέγα 日本語 עברית',
        '👩‍👩‍👧‍👦 𝒳',
        `'; drop table contract_values; --`,
        '\\\' \\" \\0 %_',
        '',
        ' ',
      ]) {
        expect((await roundTrip({ words })).words).toBe(words)
      }
    })

    test('null is null in every column', async () => {
      const nothing = {
        whole: null,
        price: null,
        ratio: null,
        is_on: null,
        day: null,
        moment: null,
        data: null,
        bytes: null,
        words: null,
      }
      const { id, ...row } = await roundTrip(nothing)
      expect(row).toEqual(nothing)
      expect(typeof id).toBe('string')
    })

    test('a million characters and a thousand parameters', async () => {
      const words = 'x'.repeat(1_000_000)
      expect((await roundTrip({ words })).words).toHaveLength(1_000_000)
      const ids = Array.from({ length: 1000 }, (_, index) => index)
      const found = await context.database
        .selectFrom('contract_values')
        .select('id')
        .where('ratio', 'in', ids)
        .execute()
      expect(found).toEqual([])
    })
  })
}
