import { rmSync } from 'node:fs'
import { afterEach } from 'vitest'
import { SharedDictionary } from '@vanillin/cache'
import { SharedSessionStore } from '@vanillin/cache/vanillin'
import { memoryFolder } from '../../../packages/cache/src/dictionary/shared-process.fixture.ts'
import { describeSessions } from './describe-sessions.ts'

const cleanups: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup() // oxlint-disable-line no-await-in-loop -- in this order
})

describeSessions('shared', 'expiring store', () => {
  const folder = memoryFolder()
  const dictionary = SharedDictionary.open<string>('sessions', { folder, maxBytes: 1_000_000 })
  cleanups.push(
    () => dictionary.close(),
    () => rmSync(folder, { recursive: true }),
  )
  return {
    driver: new SharedSessionStore(dictionary as unknown as SharedDictionary),
    stored: () => Promise.resolve(dictionary.keys(0).flatMap((key) => [key, dictionary.get(key)!])),
    damage(by) {
      for (const key of dictionary.keys(0)) dictionary.set(key, by(dictionary.get(key)!))
      return Promise.resolve()
    },
  }
})
