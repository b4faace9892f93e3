import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { Turns, VanillinError, type Unlock } from '@vanillin/core'
import type { PhpSessionStore, SessionAccess, StoredChange, StoredSession } from '../php-session-store.ts'
import { absent, LockedFile } from './locked-file.ts'

export interface PhpFileSessionsOptions {
  /** `session.save_path` without what comes before the last `;`. */
  readonly folder: string
  /** The number before the `;` in `session.save_path`: so many folders, each named by one character of the id. Default: 0. */
  readonly depth?: number
  /** What comes before the id in the name of a file. Default: `sess_`, as in plain PHP. */
  readonly prefix?: string
  /** Whether the address of the visitor is a part of the name, as CodeIgniter does with `sess_match_ip`. Default: false. */
  readonly matchIp?: boolean
}

/** A file that was written so lately may be in the middle of being written: PHP empties it first, then fills it. */
const FRESH_MS = 100
const LOCK_TIMEOUT_MS = 10_000
/** A session is for PHP alone. */
const MODE = 0o600

/**
 * PHP's sessions in files, under the lock that PHP takes on them (flock), so nobody overwrites what the other has written. It needs the program
 * `flock` of util-linux, and has to run as the user that PHP runs as. What has expired is removed by PHP, or by Debian's cron job.
 *
 * @example
 * phpSession({ store: new PhpFileSessions({ folder: '/var/lib/php/sessions' }) })
 */
export class PhpFileSessions implements PhpSessionStore {
  readonly #options: Required<PhpFileSessionsOptions>
  readonly #turns = new Turns()
  /** The files whose lock requests hold, by path. */
  readonly #held = new Map<string, LockedFile>()

  constructor(options: PhpFileSessionsOptions) {
    this.#options = { depth: 0, prefix: 'sess_', matchIp: false, ...options }
  }

  get description(): string {
    return `files in ${this.#options.folder}`
  }

  async read(id: string, access: SessionAccess): Promise<StoredSession | undefined> {
    const path = this.#path(id, access)
    const held = this.#held.get(path)
    const stored = held === undefined ? await this.#readUnlocked(path) : await held.read()
    return stored !== undefined && isAlive(stored, access) ? stored : undefined
  }

  async update(id: string, access: SessionAccess, change: StoredChange): Promise<void> {
    const path = this.#path(id, access)
    const held = this.#held.get(path)
    if (held !== undefined) return apply(held, access, change)
    const isThere = await this.#locked(path, false, async (file) => {
      if (file !== null) await apply(file, access, change)
      return file !== null
    })
    const bytes = isThere ? undefined : change(undefined)
    if (bytes !== undefined) await this.#locked(path, true, async (file) => file?.write(bytes))
  }

  lock(id: string, access: SessionAccess, timeoutMs: number): Promise<Unlock | undefined> {
    const path = this.#path(id, access)
    return this.#turns.lock(path, timeoutMs, async (leftMs) => {
      const file = await LockedFile.open(path, Date.now() + leftMs, undefined)
      if (file === undefined) return undefined
      // Of a session that has ended meanwhile there is nothing to keep others from.
      if (file !== null) this.#held.set(path, file)
      return async () => {
        this.#held.delete(path)
        await file?.close()
      }
    })
  }

  async #locked<Value>(
    path: string,
    makes: boolean,
    work: (file: LockedFile | null) => Promise<Value>,
  ): Promise<Value> {
    const done = await this.#lockedWithin(LOCK_TIMEOUT_MS, path, makes, work)
    if (done !== undefined) return done.value
    throw new VanillinError(
      'E_SESSION_LOCK_TIMEOUT',
      `PHP, or another request, did not let go of the session within ${LOCK_TIMEOUT_MS} ms.`,
    )
  }

  /** Undefined when others had the lock for all that time. */
  async #lockedWithin<Value>(
    timeoutMs: number,
    path: string,
    makes: boolean,
    work: (file: LockedFile | null) => Promise<Value>,
  ): Promise<{ readonly value: Value } | undefined> {
    const deadline = Date.now() + timeoutMs
    const leave = await this.#turns.take(path, timeoutMs)
    if (leave === undefined) return undefined
    try {
      const file = await LockedFile.open(path, deadline, makes ? MODE : undefined)
      if (file === undefined) return undefined
      try {
        return { value: await work(file) }
      } finally {
        await file?.close()
      }
    } finally {
      leave()
    }
  }

  /** Without the lock a process is needed for; with it, where PHP may be writing at this moment. */
  async #readUnlocked(path: string): Promise<StoredSession | undefined> {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- again only when others have the lock
      const found = await readStable(path)
      if (found !== 'fresh') return found
      // Who still has the lock after that works on a page, and is not in the middle of writing.
      // oxlint-disable-next-line no-await-in-loop -- as above
      const done = await this.#lockedWithin(FRESH_MS, path, false, async (file) => file?.read())
      if (done !== undefined) return done.value
    }
  }

  #path(id: string, { ip }: SessionAccess): string {
    const { folder, depth, prefix, matchIp } = this.#options
    const address = matchIp ? createHash('md5').update(ip).digest('hex') : ''
    return join(folder, ...id.slice(0, depth).split(''), `${prefix}${address}${id}`)
  }
}

/** Undefined when there is none. */
async function readStable(path: string): Promise<StoredSession | 'fresh' | undefined> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(absent)
  if (handle === null) return undefined
  try {
    const before = await handle.stat()
    if (Math.abs(Date.now() - before.mtimeMs) <= FRESH_MS) return 'fresh'
    const bytes = await handle.readFile()
    const after = await handle.stat()
    return after.mtimeMs === before.mtimeMs && after.size === bytes.length
      ? { bytes, usedAt: after.mtimeMs }
      : 'fresh'
  } finally {
    await handle.close()
  }
}

/** PHP itself still takes what its collector has not come by; here the time is over when it is over. */
function isAlive({ usedAt }: StoredSession, { lifetimeMs }: SessionAccess): boolean {
  return Date.now() - usedAt < lifetimeMs
}

function apply(file: LockedFile, access: SessionAccess, change: StoredChange): Promise<void> {
  return file.inTurn(async () => {
    const found = await file.read()
    const bytes = change(isAlive(found, access) ? found : undefined)
    if (bytes === undefined) await file.remove()
    else if (bytes === found.bytes) await file.touch()
    else await file.write(bytes)
  })
}
