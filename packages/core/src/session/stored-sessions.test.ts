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
