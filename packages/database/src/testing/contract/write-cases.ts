import { beforeEach, describe, expect, test } from 'vitest'
import { Model, cast, db } from '../../index.ts'
import type { ContractContext } from './describe-database.ts'
import { Note } from './kept-models.ts'

class Filled extends Model('model_notes', {
  defaults: { body: 'nothing yet', slug: () => `slug-${(count += 1)}` },
}) {}

class Value extends Model('contract_values', {
  casts: { whole: cast.bigint(), data: cast.json<{ list: number[] }>() },
}) {}

let count = 0

export function writeCases(context: ContractContext): void {
  beforeEach(async () => {
    await db.deleteFrom('model_notes').execute()
    await db.deleteFrom('contract_values').execute()
  })

  describe('what is changed', () => {
    test('isDirty and changes, also of what is changed in place', async () => {
      const moment = new Date('2026-01-01')
      const value = await Value.create({ whole: 1n, data: { list: [1] }, moment })
      expect(value.isDirty()).toBe(false)
      value.whole = 2n
      value.data?.list.push(2)
      value.moment?.setUTCFullYear(2027)
      expect(value.isDirty('whole')).toBe(true)
      expect(value.isDirty('price', 'words')).toBe(false)
      expect(value.changes()).toEqual({
        whole: { from: 1n, to: 2n },
        data: { from: { list: [1] }, to: { list: [1, 2] } },
        moment: { from: moment, to: new Date('2027-01-01') },
      })
      await value.save()
      expect(value.changes()).toEqual({})
      value.whole = 3n
      await value.refresh()
      expect(value.whole).toBe(2n)
      expect(new Value().isDirty()).toBe(false)
    })
  })

  describe('defaults', () => {
    test("those of the database and the model's are there after create", async () => {
      const filled = await Filled.create({})
      expect(filled).toMatchObject({ body: 'nothing yet', state: 'draft', reads: 0, password: null })
      expect((await Filled.create({ body: 'x' })).slug).not.toBe(filled.slug)
      const fresh = new Filled()
      await fresh.save()
      expect(fresh.body).toBe('nothing yet')
    })
  })

  describe('many rows and races', () => {
    test('createMany answers rows in their order, with defaults', async () => {
      const given = Array.from({ length: 50 }, (_, index) => ({ slug: `s${index}`, body: `b${index}` }))
      const notes = await Note.createMany([...given, { slug: 'read', body: '', reads: 7 }])
      expect(notes.map(({ slug }) => slug)).toEqual([...given.map(({ slug }) => slug), 'read'])
      for (const { id, slug } of notes.filter((_note, index) => index % 10 === 0))
        expect(await Note.find(id)).toMatchObject({ slug, state: 'draft' })
      expect(await Note.createMany([])).toEqual([])
    })

    test('createMany with keys given, with some given, and more than one statement takes', async () => {
      const keyed = await Note.createMany([
        { id: 900_001, slug: 'a', body: '' },
        { id: 900_000, slug: 'b', body: '' },
      ])
      expect(keyed.map(({ id }) => id)).toEqual([900_001, 900_000])
      const mixed = await Note.createMany([
        { id: 900_100, slug: 'c', body: '' },
        { slug: 'd', body: '' },
      ])
      expect(mixed.map(({ slug }) => slug)).toEqual(['c', 'd'])
      // So many rows that their values are more than a statement takes: the same code on the embedded database, which is slow with them.
      if (context.database.driver === 'embedded') return
      const many = Array.from({ length: 11_000 }, (_, index) => ({ slug: `m${index}`, body: '' }))
      await expect(Note.createMany([...many, { slug: 'a', body: '' }])).rejects.toMatchObject({
        code: 'E_ROW_EXISTS',
      })
      expect(await Note.count()).toBe(4)
      expect((await Note.createMany(many)).at(-1)?.slug).toBe('m10999')
    })

    test('firstOrCreate: ten at once make one row', async () => {
      const asked = Array.from({ length: 10 }, (_, index) =>
        Note.firstOrCreate({ slug: 'one' }, { body: `by ${index}` }),
      )
      const ids = new Set((await Promise.all(asked)).map(({ id }) => id))
      expect(ids.size).toBe(1)
      expect(await Note.count()).toBe(1)
    })

    test('firstOrCreate in a transaction that has seen nothing yet', async () => {
      await db.transaction(async () => {
        await Note.firstOrCreate({ slug: 'one' }, { body: 'first' })
        expect((await Note.firstOrCreate({ slug: 'one' }, { body: 'second' })).body).toBe('first')
        expect((await Note.create({ slug: 'two', body: '' })).slug).toBe('two')
      })
      expect(await Note.count()).toBe(2)
    })

    test('updateOrCreate', async () => {
      const note = await Note.updateOrCreate({ slug: 'one' }, { body: 'first' })
      const again = await Note.updateOrCreate({ slug: 'one' }, { body: 'second' })
      expect(again.id).toBe(note.id)
      expect((await Note.findOrFail(note.id)).body).toBe('second')
    })

    test('upsert writes what is new and changes what is there', async () => {
      await Note.create({ slug: 'one', body: 'old', reads: 5 })
      await Note.upsert(
        [
          { slug: 'one', body: 'new', reads: 9 },
          { slug: 'two', body: 'new' },
        ],
        { by: ['slug'], update: ['body'] },
      )
      const notes = await Note.orderBy('slug').get()
      expect(notes.map(({ slug, body, reads }) => [slug, body, reads])).toEqual([
        ['one', 'new', 5],
        ['two', 'new', 0],
      ])
      await Note.upsert([{ slug: 'one', body: 'newest', reads: 1 }], { by: ['slug'] })
      expect(await Note.where('slug', 'one').first()).toMatchObject({ body: 'newest', reads: 1 })
      await Note.upsert([], { by: ['slug'] })
    })

    test('increment and decrement: twenty at once all count', async () => {
      const note = await Note.create({ slug: 'one', body: 'kept' })
      note.body = 'unsaved'
      await Promise.all(Array.from({ length: 20 }, () => Note.where('id', note.id).increment('reads', 2)))
      await note.decrement('reads', 5)
      expect(note.reads).toBe(35)
      expect(note.body).toBe('unsaved')
      expect(note.isDirty('body')).toBe(true)
      expect(await Note.where('id', note.id).decrement('reads')).toBe(1)
      expect((await note.refresh()).reads).toBe(34)
    })

    test('increment of 64 bits and of decimals loses no digit', async () => {
      const value = await Value.create({ whole: 9007199254740993n, price: '0.1' })
      expect((await value.increment('whole', 9007199254740993n)).whole).toBe(18014398509481986n)
      expect((await value.increment('price', 2)).price).toBe('2.1000')
    })
  })

  describe('all rows', () => {
    test('each and chunk see every row once, whatever is written meanwhile', async () => {
      await Note.createMany(Array.from({ length: 25 }, (_, index) => ({ slug: `${index}`, body: '' })))
      const seen: string[] = []
      for await (const note of Note.where('body', '').each(10)) {
        seen.push(note.slug)
        await note.delete()
      }
      expect(seen).toHaveLength(25)
      expect(new Set(seen).size).toBe(25)
      const sizes: number[] = []
      for await (const notes of Note.withTrashed().chunk(10)) {
        sizes.push(notes.length)
        notes.splice(0) // what is done with a portion does not end the loop
      }
      expect(sizes).toEqual([10, 10, 5])
      for await (const note of Note.each()) throw new Error(note.slug)
      expect(() => Note.latest().each()).toThrow(expect.objectContaining({ code: 'E_MODEL_INVALID' }))
    })

    test('keys of 64 bits go on where they were', async () => {
      const first = 9007199254740992n
      for (const add of [0n, 1n, 2n, 3n]) await Value.create({ id: first + add })
      const ids: string[] = []
      for await (const value of Value.each(1)) ids.push(value.id)
      expect(ids).toEqual([0n, 1n, 2n, 3n].map((add) => String(first + add)))
    })
  })

  describe('plain data', () => {
    test('a row with its relations goes through JSON and comes back', async () => {
      const note = await Note.create({ slug: 'a', body: 'b', password: 'hash' })
      await note.related('remarks').create({ words: 'first' })
      const loaded = await Note.with('remarks.note').findOrFail(note.id)
      const revived = Note.revive(JSON.parse(JSON.stringify(loaded.toPlain()))) as typeof loaded
      expect(revived).toBeInstanceOf(Note)
      expect(revived).toEqual(loaded)
      expect(revived.remarks[0]?.note?.created_at).toEqual(note.created_at)
      expect(revived.isDirty()).toBe(false)
      await revived.update({ body: 'changed' })
      expect((await Note.findOrFail(note.id)).body).toBe('changed')
      expect(() => new Note().toPlain()).toThrow(expect.objectContaining({ code: 'E_MODEL_INVALID' }))
    })

    test('casts, JSON, dates and bytes', async () => {
      const value = await Value.create({
        whole: 9007199254740993n,
        data: { list: [1] },
        moment: new Date('2026-01-01'),
        bytes: Buffer.from([0, 255]),
      })
      const revived = Value.revive(JSON.parse(JSON.stringify(value.toPlain())))
      expect(revived).toEqual(value)
      expect(revived.whole).toBe(9007199254740993n)
    })
  })
}
