import { expect, test } from 'vitest'
import { MemoryStore } from '../stores/memory/memory-store.ts'
import { RevivableClasses } from '../values/revivable-classes.ts'
import { takeSnapshot, type Snapshot } from '../values/snapshot.ts'
import { Computations } from './computations.ts'

test('what another has made anew since it was seen stale is not made again, and its lease is given back', async () => {
  const store = new MemoryStore()
  const computations = new Computations(store)
  const snapshot = takeSnapshot('new', new RevivableClasses())
  let fresh: Snapshot | undefined = snapshot
  let made = 0
  const computation = {
    find: async () => fresh,
    make: async () => {
      made += 1
      return snapshot
    },
  }
  await computations.refresh('rates', computation)
  expect(made).toBe(0)
  fresh = undefined
  await computations.refresh('rates', computation)
  expect(made).toBe(1)
})
