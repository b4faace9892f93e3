import { constants } from 'node:fs'
import { open, stat, unlink, type FileHandle } from 'node:fs/promises'
import { flock } from './flock.ts'

/** Readable and writable, never by way of a link that somebody has left in a folder that everybody may write to. */
const FLAGS = constants.O_RDWR | constants.O_NOFOLLOW

/** A file under the lock that PHP takes on it (flock), until it is closed. */
export class LockedFile {
  readonly path: string
  readonly #handle: FileHandle
  #last: Promise<unknown> = Promise.resolve()

  private constructor(path: string, handle: FileHandle) {
    this.path = path
    this.#handle = handle
  }

  /**
   * Answers null when there is no such file; undefined when others have the lock until `deadline`.
   *
   * @param creationMode who may do what with one that is made; undefined: none is made
   */
  static async open(
    path: string,
    deadline: number,
    creationMode: number | undefined,
  ): Promise<LockedFile | null | undefined> {
    const flags = creationMode === undefined ? FLAGS : FLAGS | constants.O_CREAT
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- again only when the file was taken away meanwhile
      const handle = await open(path, flags, creationMode).catch(absent)
      if (handle === null) return null
      // oxlint-disable-next-line no-await-in-loop -- as above
      const isOurs = await lockedAndThere(handle, path, deadline)
      if (isOurs === true) return new LockedFile(path, handle)
      // oxlint-disable-next-line no-await-in-loop -- as above
      await handle.close()
      if (isOurs === undefined) return undefined
    }
  }

  /** Runs work when that before it is done: requests of this process share a file whose lock one of them has. */
  inTurn<Value>(work: () => Promise<Value>): Promise<Value> {
    const turn = this.#last.then(work, work)
    this.#last = turn
    return turn
  }

  async read(): Promise<{ bytes: Buffer; usedAt: number }> {
    const { size, mtimeMs } = await this.#handle.stat()
    const bytes = Buffer.alloc(size)
    const { bytesRead } = await this.#handle.read(bytes, 0, size, 0)
    return { bytes: bytes.subarray(0, bytesRead), usedAt: mtimeMs }
  }

  /** In place: PHP processes that wait for the lock have this very file open. */
  async write(bytes: Buffer): Promise<void> {
    await this.#handle.write(bytes, 0, bytes.length, 0)
    await this.#handle.truncate(bytes.length)
  }

  async touch(): Promise<void> {
    const now = new Date()
    await this.#handle.utimes(now, now)
  }

  remove(): Promise<void> {
    return unlink(this.path)
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}

/** Undefined when the time was over; false when the file is no longer the one of that path: somebody has taken it away. */
async function lockedAndThere(
  handle: FileHandle,
  path: string,
  deadline: number,
): Promise<boolean | undefined> {
  try {
    if (!(await flock(handle.fd, Math.max(1, deadline - Date.now())))) return undefined
    const [opened, named] = await Promise.all([handle.stat(), stat(path).catch(absent)])
    return named !== null && opened.ino === named.ino && opened.dev === named.dev
  } catch (error) {
    await handle.close()
    throw error
  }
}

export function absent(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
  throw error
}
