import { mkdtemp, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeWithPhp } from '../../codec/testing/contract/real-php.ts'
import { describePhpSessions } from '../testing/contract/describe-php-sessions.ts'
import { describeSessionStore } from '../testing/contract/describe-session-store.ts'
import { fileSubject } from '../testing/contract/file-subject.ts'
import { noCookies } from '../testing/contract/no-cookies.ts'
import { PhpFileSessions } from './php-file-sessions.ts'

describeSessionStore('files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'vanillin-php-sessions-'))
  return {
    store: new PhpFileSessions({ folder }),
    other: new PhpFileSessions({ folder }),
    id: 'a'.repeat(40),
    dispose: () => rm(folder, { recursive: true }),
  }
})

describeWithPhp('in files', ['session'], () => {
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vanillin-php-sessions-'))
  })
  afterAll(() => rm(folder, { recursive: true }))

  describePhpSessions('files', 'php', () => fileSubject(folder, 0))

  const access = { ip: '127.0.0.1', userAgent: '', cookies: noCookies, lifetimeMs: 1_440_000 }

  test('a file is for this user alone, and a link that somebody left in its place is not followed', async () => {
    const store = new PhpFileSessions({ folder })
    const id = 'a'.repeat(26)
    await store.update(id, access, () => Buffer.from('a|i:1;'))
    expect((await stat(join(folder, `sess_${id}`))).mode & 0o777).toBe(0o600)
    const victim = join(folder, 'victim')
    await writeFile(victim, 'untouched')
    await symlink(victim, join(folder, `sess_${'b'.repeat(26)}`))
    await expect(store.read('b'.repeat(26), access)).rejects.toMatchObject({ code: 'ELOOP' })
    await expect(store.update('b'.repeat(26), access, () => Buffer.from('x'))).rejects.toMatchObject({
      code: 'ELOOP',
    })
  })

  test('a session that ended while a change waited for it is not brought back', async () => {
    const store = new PhpFileSessions({ folder })
    const id = 'c'.repeat(26)
    await store.update(id, access, () => Buffer.from('a|i:1;'))
    const unlock = await store.lock(id, access, 1_000)
    const other = new PhpFileSessions({ folder })
    const waiting = other.update(id, access, (stored) =>
      stored === undefined ? undefined : Buffer.from('a|i:2;'),
    )
    await store.update(id, access, () => undefined)
    await unlock!()
    await waiting
    expect(await store.read(id, access)).toBeUndefined()
  })

  test('who waits for a lock longer than he may is told so', async () => {
    const id = 'd'.repeat(26)
    const store = new PhpFileSessions({ folder })
    await store.update(id, access, () => Buffer.from('a|i:1;'))
    const unlock = await store.lock(id, access, 1_000)
    expect(await store.lock(id, access, 20)).toBeUndefined()
    expect(await new PhpFileSessions({ folder }).lock(id, access, 20)).toBeUndefined()
    await unlock!()
    await (await store.lock(id, access, 1_000))!()
  })

  test('who only reads does not wait for a page that holds the lock for long', async () => {
    const id = 'e'.repeat(26)
    const store = new PhpFileSessions({ folder })
    await store.update(id, access, () => Buffer.from('a|i:1;'))
    const unlock = await new PhpFileSessions({ folder }).lock(id, access, 1_000)
    expect((await store.read(id, access))?.bytes.toString()).toBe('a|i:1;')
    await unlock!()
  })
})
