import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SessionRecord } from '../session-record.ts'
import { readRecord, writeRecord } from '../record-text.ts'
import type { RecordChange, SessionStore, Unlock } from '../session-store.ts'
import { acquireFile } from './file-lock.ts'

/** From then on the lock of a change that is still there was left by a process that died. */
const WRITE_LOCK_HELD_MS = 5_000
const LEFTOVER_MS = 24 * 60 * 60 * 1_000
/** An object that is there already: node copies its defaults for each call with the name of an encoding, which takes as long as the reading. */
const AS_TEXT = { encoding: 'utf8', flag: 'r' } as const

/**
 * Sessions in a folder, one file each, as PHP keeps them: for one machine, with any number of workers. The time of a file is
 * that of its expiry.
 */
export class FileSessionStore implements SessionStore {
  readonly isSynchronous = true
  readonly #folder: string
  #made: Promise<unknown> | undefined

  /** @param folder an absolute path; made when it is not there, readable for this user alone */
  constructor(folder: string) {
    this.#folder = folder
  }

  get description(): string {
    return `files in ${this.#folder}`
  }

  read(key: string): SessionRecord | undefined {
    try {
      return readRecord(readFileSync(this.#path(key), AS_TEXT))
    } catch (error) {
      return absent(error)
    }
  }

  async update(key: string, change: RecordChange): Promise<boolean> {
    await this.#makeFolder()
    const path = this.#path(key)
    const release = await acquireFile(`${path}.write`, WRITE_LOCK_HELD_MS)
    if (release === undefined) return false
    try {
      const before = await readFile(path, 'utf8').then(readRecord, absent)
      const record = change(before)
      if (record === undefined) await rm(path, { force: true })
      else if (record !== before) await replaceFile(path, record)
      return true
    } finally {
      await release()
    }
  }

  async lock(key: string, heldMs: number): Promise<Unlock | undefined> {
    await this.#makeFolder()
    return acquireFile(`${this.#path(key)}.lock`, heldMs)
  }

  async collectGarbage(now: number): Promise<void> {
    const names = await readdir(this.#folder).catch(() => [])
    for (const name of names) {
      const path = join(this.#folder, name)
      // oxlint-disable-next-line no-await-in-loop -- a folder of a million files must not take all the disk's attention
      const entry = await stat(path).catch(() => undefined)
      const isOver = name.includes('.')
        ? entry !== undefined && entry.mtimeMs < now - LEFTOVER_MS
        : entry !== undefined && entry.mtimeMs <= now
      // oxlint-disable-next-line no-await-in-loop -- as above
      if (isOver) await rm(path, { force: true })
    }
  }

  #path(key: string): string {
    return join(this.#folder, key)
  }

  #makeFolder(): Promise<unknown> {
    return (this.#made ??= mkdir(this.#folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      this.#made = undefined
      throw error
    }))
  }
}

/** Whoever reads meanwhile sees the old file or the new one, whole. */
async function replaceFile(path: string, record: SessionRecord): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await writeFile(temporary, writeRecord(record), { mode: 0o600, flag: 'wx' })
    const expiry = new Date(record.expiresAt)
    await utimes(temporary, expiry, expiry)
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

function absent(error: unknown): undefined {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
  throw error
}
