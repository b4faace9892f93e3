import { beforeEach, describe, expect, test } from 'vitest'
import { Model, cast, db } from '../../index.ts'
import { Note, Remark } from './kept-models.ts'

const write = (slug: string, more: { password?: string } = {}): Promise<Note> =>
  Note.create({ slug, body: 'words', ...more })

const slugs = (notes: readonly Note[]): string[] => notes.map(({ slug }) => slug).toSorted()

export function keptRowCases(): void {
  beforeEach(async () => {
    await db.deleteFrom('model_notes').execute()
    await db.deleteFrom('model_remarks').execute()
  })

  describe('hidden and visible columns', () => {
    test('what is hidden is read and not shown, nested rows included', async () => {
      const note = await write('a', { password: 'hash' })
      await note.related('remarks').create({ words: 'first' })
      expect(note.password).toBe('hash')
      expect(note.toJSON()).not.toHaveProperty('password')
      expect(note.toJSON()).toHaveProperty('slug')

      const remark = await Remark.with('note.remarks').firstOrFail()
      expect(remark.note?.password).toBe('hash')
      const { note: shown, ...rest } = remark.toJSON() as Record<string, unknown>
      expect(rest).toEqual({ words: 'first' })
      expect(shown).toMatchObject({ slug: 'a', remarks: [{ words: 'first' }] })
      for (const text of [
        JSON.stringify(remark),
        JSON.stringify({ list: await Note.all() }),
        JSON.stringify(await Note.paginate()),
        JSON.stringify(structuredClone(remark.toJSON())),
      ])
        expect(text).not.toContain('hash')
    })

    test('a new row hides what it must before it is written', () => {
      const note = new Note()
      note.password = 'hash'
      expect(JSON.stringify(note)).toBe('{}')
    })

    test('a bigint is text in JSON', async () => {
      class Value extends Model('contract_values', { casts: { whole: cast.bigint() } }) {}
      const value = await Value.create({ whole: 9007199254740993n })
      expect(value.toJSON().whole).toBe('9007199254740993')
    })
  })

  describe('soft deletes', () => {
    test('a deleted row is kept, and no query of the model sees it', async () => {
      const [a] = [await write('a'), await write('b')]
      await a.delete()
      expect(a.isTrashed).toBe(true)
      expect(a.deleted_at).toBeInstanceOf(Date)

      expect(slugs(await Note.all())).toEqual(['b'])
      expect(slugs(await Note.drafts().get())).toEqual(['b'])
      expect(await Note.find(a.id)).toBeNull()
      expect(await Note.where('slug', 'a').first()).toBeNull()
      expect(await Note.where('slug', 'a').exists()).toBe(false)
      expect(await Note.where('slug', 'a').find(a.id)).toBeNull()
      expect(await Note.count()).toBe(1)
      expect((await Note.paginate()).total).toBe(1)
      expect(await Note.where('slug', 'a').query.execute()).toEqual([])
      expect(await db.selectFrom('model_notes').selectAll().execute()).toHaveLength(2)

      expect(slugs(await Note.withTrashed().get())).toEqual(['a', 'b'])
      expect(slugs(await Note.onlyTrashed().get())).toEqual(['a'])
      expect((await Note.withTrashed().find(a.id))?.isTrashed).toBe(true)
      expect((await Note.where('slug', 'a').withTrashed().first())?.slug).toBe('a')
      await expect(Note.findOrFail(a.id)).rejects.toMatchObject({ code: 'E_ROW_NOT_FOUND' })
    })

    test('restore, also of a row that was found among the deleted', async () => {
      const note = await write('a')
      await note.delete()
      const found = await Note.onlyTrashed().where('slug', 'a').firstOrFail()
      await found.restore()
      expect(found.isTrashed).toBe(false)
      expect((await Note.findOrFail(note.id)).deleted_at).toBeNull()
    })

    test('forceDelete deletes it for good', async () => {
      const note = await write('a')
      await note.delete()
      await note.forceDelete()
      expect(await Note.withTrashed().count()).toBe(0)
      await expect(note.restore()).rejects.toMatchObject({ code: 'E_MODEL_INVALID' })
    })

    test('many rows in one statement', async () => {
      for (const slug of ['a', 'b', 'c']) await write(slug)
      expect(await Note.where('slug', '!=', 'c').delete()).toBe(2)
      expect(await Note.where('slug', '!=', 'c').delete()).toBe(0)
      expect(await Note.where('slug', 'a').update({ body: 'unseen' })).toBe(0)
      expect(await Note.where('slug', 'a').restore()).toBe(1)
      expect(slugs(await Note.all())).toEqual(['a', 'c'])
      expect(await Note.where('slug', 'b').forceDelete()).toBe(0)
      expect(await Note.onlyTrashed().forceDelete()).toBe(1)
      expect(await Note.withTrashed().count()).toBe(2)
    })

    test('relations leave deleted rows out', async () => {
      const note = await write('a')
      await note.related('remarks').create({ words: 'kept' })
      await (await note.related('remarks').create({ words: 'gone' })).delete()
      const loaded = await Note.with('remarks').findOrFail(note.id)
      expect(loaded.remarks.map(({ words }) => words)).toEqual(['kept'])
      expect(await note.related('remarks').count()).toBe(1)

      await note.delete()
      expect((await Remark.with('note').firstOrFail()).note).toBeNull()
    })

    test('a value of a deleted row stays taken', async () => {
      await (await write('a')).delete()
      await expect(write('a')).rejects.toMatchObject({ code: 'E_ROW_EXISTS' })
    })
  })
}
