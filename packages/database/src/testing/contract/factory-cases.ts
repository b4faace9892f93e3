import { beforeEach, describe, expect, test } from 'vitest'
import { db, defineFactory } from '../../index.ts'
import { Note, Remark } from './kept-models.ts'

const notes = defineFactory(Note, (count) => ({ slug: `note-${count}`, body: 'words' }))
const published = notes.state({ state: 'published' })
const remarks = defineFactory(Remark, (count) => ({ note_id: notes, words: `remark ${count}` }))

export function factoryCases(): void {
  describe('factories', () => {
    beforeEach(async () => {
      await db.deleteFrom('model_notes').execute()
      await db.deleteFrom('model_remarks').execute()
    })

    test('make answers a row that is not written', async () => {
      const note = notes.make({ body: 'mine' })
      expect(note).toBeInstanceOf(Note)
      expect(note.body).toBe('mine')
      expect(await Note.count()).toBe(0)
      await note.save()
      expect(await Note.count()).toBe(1)
      expect(remarks.make()).not.toHaveProperty('note_id')
    })

    test('create and createMany write rows, each with values of its own', async () => {
      const [first, second] = await notes.createMany(2, { reads: 3 })
      expect(first?.slug).not.toBe(second?.slug)
      expect(await Note.where('reads', 3).count()).toBe(2)
      expect((await notes.create({ slug: 'mine' })).slug).toBe('mine')
    })

    test('states are factories of their own and count with the first', async () => {
      const note = await published.create()
      expect(note.state).toBe('published')
      const counted = published.state((count) => ({ body: `number ${count}` }))
      expect((await counted.create()).body).toMatch(/^number \d+$/)
      expect((await notes.create()).state).toBe('draft')
    })

    test('the row that a key points at is made with it, unless it is given', async () => {
      const remark = await Remark.with('note').findOrFail((await remarks.create()).id)
      expect(remark.note?.body).toBe('words')
      const note = await notes.create()
      expect((await remarks.create({ note_id: note.id })).note_id).toBe(note.id)
      expect(await Note.count()).toBe(2)
    })

    test('rows that point at it are made with it', async () => {
      const note = await notes.has(remarks, 3, 'note_id').create()
      expect(await note.related('remarks').count()).toBe(3)
      expect(await Note.count()).toBe(1)
    })
  })
}
