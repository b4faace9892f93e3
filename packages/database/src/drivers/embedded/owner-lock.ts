import { randomBytes } from 'node:crypto'
import { chmod, link, mkdir, readFile, rmdir, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { identifyProcess, isAlive } from './process-identity.ts'
import type { ProcessIdentity } from './process-identity.ts'

/** Who has the folder open, and where that process takes the queries of others. */
export interface Owner extends ProcessIdentity {
  command: string
  socket: string
  /** What a guest says first: only who may read the lock file may come in. */
  token: string
}

const heartbeatMs = 5_000
const deadAfterMs = 4 * heartbeatMs
const abandonedTakeoverMs = 5_000

/**
 * The lock of an embedded database's folder. PGlite takes none itself: two processes on one folder lose each
 * other's rows without a word.
 */
export class OwnerLock {
  readonly owner: Owner
  readonly #file: string
  readonly #heartbeat: NodeJS.Timeout

  private constructor(file: string, owner: Owner) {
    this.#file = file
    this.owner = owner
    // Another host (two containers, one volume) cannot look for our pid: it looks at the file's age.
    this.#heartbeat = setInterval(() => {
      const now = new Date()
      utimes(file, now, now).catch(() => {})
    }, heartbeatMs).unref()
  }

  /** Takes the lock, or answers the living owner. The lock of a dead process is removed. */
  static async claim(folder: string, socket: string): Promise<OwnerLock | Owner> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    // A folder that was there already has whatever mode its maker gave it. On Windows this does nothing.
    await chmod(folder, 0o700)
    const file = join(folder, 'owner.json')
    const owner: Owner = {
      ...(await identifyProcess(process.pid)),
      command: process.argv.slice(1).join(' '),
      socket,
      token: randomBytes(24).toString('base64url'),
    }
    for (;;) {
      if (await createWhole(file, JSON.stringify(owner))) return new OwnerLock(file, owner)
      const other = await readOwner(file)
      if (typeof other === 'object' && (await holds(file, other))) return other
      await removeStale(file)
    }
  }

  async release(): Promise<void> {
    clearInterval(this.#heartbeat)
    const current = await readOwner(this.#file)
    if (typeof current === 'object' && current.token === this.owner.token)
      await rm(this.#file, { force: true })
  }
}

// A link is made at once and with its content, and fails when the name is taken.
async function createWhole(file: string, content: string): Promise<boolean> {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, content, { mode: 0o600 })
  try {
    await link(draft, file)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

async function readOwner(file: string): Promise<Owner | 'absent' | 'broken'> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return 'absent'
  try {
    return JSON.parse(text) as Owner
  } catch {
    return 'broken'
  }
}

async function holds(file: string, owner: Owner): Promise<boolean> {
  const here = await identifyProcess(process.pid)
  if (owner.host === here.host) return isAlive(owner)
  const age = await ageMs(file)
  return age !== null && age < deadAfterMs
}

// Only one process at a time may judge and remove, else the second removes the lock that the first one took.
async function removeStale(file: string): Promise<void> {
  const takeover = `${file}.takeover`
  try {
    await mkdir(takeover)
  } catch {
    const age = await ageMs(takeover)
    if (age !== null && age > abandonedTakeoverMs) await rmdir(takeover).catch(() => {})
    await delay(20)
    return
  }
  try {
    const owner = await readOwner(file)
    // Where there is no file another makes its own at any moment: to remove that would give the folder to two.
    if (owner === 'absent') return
    if (owner === 'broken' || !(await holds(file, owner))) await rm(file, { force: true })
  } finally {
    await rmdir(takeover).catch(() => {})
  }
}

async function ageMs(path: string): Promise<number | null> {
  try {
    return Date.now() - (await stat(path)).mtimeMs
  } catch {
    return null
  }
}
