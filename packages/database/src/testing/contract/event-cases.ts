import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { afterCommit, db } from '../../index.ts'
import type { ModelEvent } from '../../index.ts'
import { Note } from './kept-models.ts'

const events: readonly ModelEvent[] = [
  'saving',
  'saved',
  'creating',
  'created',
  'updating',
  'updated',
  'deleting',
  'deleted',
  'restoring',
  'restored',
]

export function eventCases(): void {
  describe('events', () => {
    let heard: string[] = []
    const ends: (() => void)[] = []

    beforeEach(async () => {
      await db.deleteFrom('model_notes').execute()
      heard = []
      for (const event of events) ends.push(Note.on(event, () => heard.push(event)))
    })
    afterEach(() => {
      for (const end of ends.splice(0)) end()
    })

    test('come in pairs around what happens', async () => {
      const note = await Note.create({ slug: 'a', body: 'b' })
      expect(heard).toEqual(['saving', 'creating', 'created', 'saved'])
      heard = []
      await note.update({ body: 'c' })
      expect(heard).toEqual(['saving', 'updating', 'updated', 'saved'])
      heard = []
      await note.delete()
      await note.restore()
      await note.forceDelete()
      expect(heard).toEqual(['deleting', 'deleted', 'restoring', 'restored', 'deleting', 'deleted'])
      heard = []
      await Note.createMany([
        { slug: 'b', body: '' },
        { slug: 'c', body: '' },
      ])
      expect(heard).toEqual([
        'saving',
        'creating',
        'saving',
        'creating',
        'created',
        'saved',
        'created',
        'saved',
      ])
    })

    test('a listener may change the row, and refuse it by throwing', async () => {
      const refuse = (note: Note): void => {
        if (note.slug === 'no') throw new Error('Not this one.')
        note.body = `${note.slug}!`
      }
      ends.push(Note.on('creating', refuse))
      ends.push(Note.on('updating', (note) => void (note.state = 'changed')))
      expect((await Note.create({ slug: 'a', body: '' })).body).toBe('a!')
      await expect(Note.create({ slug: 'no', body: '' })).rejects.toThrow('Not this one.')
      expect(await Note.count()).toBe(1)
      const note = await Note.limit(1).firstOrFail()
      expect((await note.update({ body: 'x' })).state).toBe('changed')
    })

    test('an update tells what it changes', async () => {
      const seen: unknown[] = []
      ends.push(
        Note.on('updating', (_note, changes) => seen.push(changes)),
        Note.on('updated', (_note, { body }) => seen.push(body)),
      )
      const note = await Note.create({ slug: 'a', body: 'before' })
      await note.update({ body: 'after' })
      const body = { from: 'before', to: 'after' }
      expect(seen).toEqual([{ body }, body])
    })

    test('what waits for the commit is not done when it fails', async () => {
      const told: string[] = []
      ends.push(Note.on('created', ({ slug }) => afterCommit(() => told.push(slug))))
      await db.transaction(async () => {
        await Note.create({ slug: 'a', body: '' })
        expect(told).toEqual([])
      })
      const failed = db.transaction(async () => {
        await Note.create({ slug: 'b', body: '' })
        throw new Error('taken back')
      })
      await expect(failed).rejects.toThrow('taken back')
      expect(told).toEqual(['a'])
    })

    test('a model hears what the class hears that it extends', async () => {
      class Draft extends Note {}
      await Draft.create({ slug: 'a', body: '' })
      expect(heard).toContain('created')
    })

    test('statements for many rows fire none', async () => {
      const note = await Note.create({ slug: 'a', body: '' })
      heard = []
      await Note.where('slug', 'a').update({ body: 'x' })
      await Note.where('slug', 'a').increment('reads')
      await note.increment('reads')
      await Note.upsert([{ slug: 'a', body: 'y' }], { by: ['slug'] })
      await Note.where('slug', 'a').delete()
      expect(heard).toEqual([])
    })
  })
}
