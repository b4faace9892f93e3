import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createSessionId } from './session-id.ts'
import { emptyRecord } from './session-record.ts'
import { StoredSessions } from './stored-sessions.ts'
import { FileSessionStore } from './stores/file-session-store.ts'

function sessionsInFiles(): { sessions: StoredSessions; store: FileSessionStore } {
  const folder = mkdtempSync(join(tmpdir(), 'vanillin-stored-sessions-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const store = new FileSessionStore(folder)
  return { store, sessions: new StoredSessions(store, () => false) }
}

const newSession = () => ({
  id: createSessionId(),
  record: { ...emptyRecord(0), expiresAt: Date.now() + 60_000 },
})

test('a hundred changes of one session at the same time ask the store a hundred times, and are all kept', async () => {
  const { sessions, store } = sessionsInFiles()
  const session = newSession()
  await sessions.create(session)
  const update = vi.spyOn(store, 'update')
  const count = (): unknown =>
    sessions.update(session, (record) => ({
      ...record!,
      data: { hits: ((record!.data['hits'] as number | undefined) ?? 0) + 1 },
    }))
  await Promise.all(Array.from({ length: 100 }, count))
  expect(update).toHaveBeenCalledTimes(100)
  expect(sessions.open(session.id)).toMatchObject({ record: { data: { hits: 100 } } })
})

test('a change that fails leaves the turn to the next one', async () => {
  const { sessions } = sessionsInFiles()
  const session = newSession()
  await sessions.create(session)
  const failing = sessions.update(session, () => {
    throw new Error('on purpose')
  })
  const next = sessions.update(session, (record) => ({ ...record!, data: { kept: true } }))
  await expect(failing).rejects.toMatchObject({ code: 'E_SESSION_STORE' })
  await next
  expect(sessions.open(session.id)).toMatchObject({ record: { data: { kept: true } } })
})

test('sessions of others are not waited for', async () => {
  const { sessions, store } = sessionsInFiles()
  const [one, other] = [newSession(), newSession()]
  await sessions.create(one)
  await sessions.create(other)
  const update = store.update.bind(store)
  let letGo = (): void => {}
  vi.spyOn(store, 'update').mockImplementationOnce(async (key, change) => {
    await new Promise<void>((resolve) => (letGo = resolve))
    return update(key, change)
  })
  const waiting = sessions.update(one, (record) => record)
  await sessions.update(other, (record) => ({ ...record!, data: { kept: true } }))
  expect(sessions.open(other.id)).toMatchObject({ record: { data: { kept: true } } })
  letGo()
  await waiting
})

test('requests that wait for the lock of a session ask the store one after another, and not all at once', async () => {
  const { sessions, store } = sessionsInFiles()
  const { id } = newSession()
  const lock = vi.spyOn(store, 'lock')
  const order: number[] = []
  await Promise.all(
    Array.from({ length: 20 }, async (_, index) => {
      const unlock = await sessions.lock(id, 60_000)
      order.push(index)
      await new Promise((resolve) => setImmediate(resolve))
      await unlock!()
    }),
  )
  expect(lock).toHaveBeenCalledTimes(20)
  expect(order).toEqual(Array.from({ length: 20 }, (_, index) => index))
})

test('a lock that cannot be had leaves the turn to the next one', async () => {
  const { sessions, store } = sessionsInFiles()
  const { id } = newSession()
  vi.spyOn(store, 'lock').mockRejectedValueOnce(new Error('no disk'))
  const [first, second] = await Promise.allSettled([sessions.lock(id, 60_000), sessions.lock(id, 60_000)])
  expect(first).toMatchObject({ status: 'rejected', reason: { code: 'E_SESSION_STORE' } })
  expect(second).toMatchObject({ status: 'fulfilled', value: expect.any(Function) })
})
