import { fork } from 'node:child_process'
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { emptyRecord, type SessionRecord } from '../session-record.ts'
import { FileSessionStore } from './file-session-store.ts'

const KEY = 'a'.repeat(64)
let folder: string
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'vanillin-file-sessions-')), 'made', 'when needed')
})
afterEach(() => rm(join(folder, '..', '..'), { recursive: true }))

const record = (expiresAt = Date.now() + 60_000): SessionRecord => ({ ...emptyRecord(0), expiresAt })

test('processes that share a folder lose no change of each other', async () => {
  const child = fileURLToPath(new URL('count-in-session.fixture.js', import.meta.url))
  const dist = fileURLToPath(new URL('../../../dist/index.js', import.meta.url))
  await Promise.all(
    Array.from({ length: 3 }, () => {
      const running = fork(child, [dist, folder, KEY, '40'], { stdio: 'inherit' })
      return new Promise<void>((resolve, reject) => {
        running.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`exit ${code}`))))
      })
    }),
  )
  expect(new FileSessionStore(folder).read(KEY)?.data).toEqual({ count: 120 })
  expect(await readdir(folder)).toEqual([KEY])
})

test('files and folder are for this user alone', async () => {
  await new FileSessionStore(folder).update(KEY, () => record())
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect((await stat(join(folder, KEY))).mode & 0o777).toBe(0o600)
})

test('what has expired is removed, what has not stays', async () => {
  const store = new FileSessionStore(folder)
  await store.update('over', () => record(Date.now() - 1))
  await store.update('live', () => record())
  await writeFile(join(folder, 'live.0123456789ab'), 'left by a process that died')
  await utimes(join(folder, 'live.0123456789ab'), 0, 0)
  await store.collectGarbage(Date.now())
  expect(await readdir(folder)).toEqual(['live'])
})

test('the lock of a process that died is open again, a held one is not', async () => {
  const store = new FileSessionStore(folder)
  const unlock = await store.lock(KEY, 60_000)
  expect(await store.lock(KEY, 60_000)).toBeUndefined()
  await unlock!()
  const held = await store.lock(KEY, 60_000)
  await utimes(join(folder, `${KEY}.lock`), 0, 0)
  // The first attempt takes the leftover away.
  expect(await store.lock(KEY, 60_000)).toBeUndefined()
  expect(await store.lock(KEY, 60_000)).toBeTypeOf('function')
  await held!()
  expect(await store.lock(KEY, 60_000)).toBeUndefined()
})

test.each(['', 'no JSON', '[2]', '[1,0,0,0,[],{}]', '{"data":{}}', '[1,"0",0,0,{},{}]'])(
  'a damaged file is no session: %j',
  async (text) => {
    const store = new FileSessionStore(folder)
    await store.update(KEY, () => record())
    await writeFile(join(folder, KEY), text)
    expect(store.read(KEY)).toBeUndefined()
    await store.update(KEY, (before) => before ?? record())
    expect(store.read(KEY)).toBeDefined()
  },
)
