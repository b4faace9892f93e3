import { createHash, randomBytes } from 'node:crypto'
import { lstat, mkdir, open, readdir, rm, rmdir, stat, type FileHandle } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { VanillinError } from '../errors/vanillin-error.ts'

/** What a process left behind that cannot be asked whether it lives: on another machine, or under a number that is taken again. */
const STALE_AFTER_MS = 24 * 60 * 60 * 1000

export interface NewUpload {
  readonly path: string
  readonly handle: FileHandle
}

/**
 * Where files lie while their request runs: a folder of the app that nobody else may enter, in it one for each process, so that the
 * next start can tell what a crash has left behind.
 */
export class UploadFolder {
  /** What relative folders begin at. */
  readonly root: string
  readonly #base: string
  readonly #own: string
  #made = false

  /** @param folder default: one in the temporary folder of the system, named after app and user */
  constructor(root: string, folder?: string) {
    this.root = root
    this.#base = folder === undefined ? defaultFolder(root) : resolve(root, folder)
    this.#own = join(this.#base, `${hostname()}.${process.pid}.${randomBytes(6).toString('hex')}`)
  }

  /**
   * A new file, for its owner's eyes only; its handle writes and reads.
   * @throws VanillinError `E_UPLOAD_FAILED`
   */
  async create(): Promise<NewUpload> {
    const path = join(this.#own, randomBytes(16).toString('hex'))
    try {
      if (!this.#made) await this.#make()
      return { path, handle: await open(path, 'wx+', 0o600) }
    } catch (cause) {
      if (cause instanceof VanillinError) throw cause
      // somebody cleans up temporary folders
      this.#made = false
      throw new VanillinError('E_UPLOAD_FAILED', `No file can be made in ${this.#own}.`, { cause })
    }
  }

  /** Removes what processes left behind that did not end in order. */
  async sweep(now: number = Date.now()): Promise<void> {
    for (const name of await namesIn(this.#base)) {
      const folder = join(this.#base, name)
      if (folder === this.#own) continue
      // oxlint-disable-next-line no-await-in-loop -- seldom more than one
      if (isOfDeadProcess(name)) await rm(folder, { recursive: true, force: true })
      // oxlint-disable-next-line no-await-in-loop -- as above
      else await removeOld(folder, now)
    }
  }

  /** Removes the folder of this process. */
  async remove(): Promise<void> {
    if (!this.#made) return
    this.#made = false
    await rm(this.#own, { recursive: true, force: true })
  }

  async #make(): Promise<void> {
    await mkdir(this.#base, { recursive: true, mode: 0o700 })
    await assertPrivate(this.#base)
    await mkdir(this.#own, { recursive: true, mode: 0o700 })
    this.#made = true
  }
}

function defaultFolder(root: string): string {
  const app = createHash('sha256').update(root).digest('hex').slice(0, 12)
  return join(tmpdir(), `vanillin-uploads-${process.getuid?.() ?? 'user'}-${app}`)
}

/** In a temporary folder of all users somebody may have been there before, with a link or a folder of his own. */
async function assertPrivate(folder: string): Promise<void> {
  const found = await lstat(folder)
  const isOurs = process.getuid === undefined || found.uid === process.getuid()
  const isClosed = process.platform === 'win32' || (found.mode & 0o022) === 0
  if (found.isDirectory() && isOurs && isClosed) return
  throw new VanillinError(
    'E_UPLOAD_FAILED',
    `The folder ${folder} belongs to another user or others may write to it.`,
  )
}

function isOfDeadProcess(name: string): boolean {
  const prefix = `${hostname()}.`
  if (!name.startsWith(prefix)) return false
  const pid = Number(/^(\d+)\.[0-9a-f]{12}$/.exec(name.slice(prefix.length))?.[1])
  if (!Number.isInteger(pid) || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

async function removeOld(folder: string, now: number): Promise<void> {
  const isOld = async (path: string): Promise<boolean> => {
    const found = await stat(path).catch(() => undefined)
    return found !== undefined && now - found.mtimeMs > STALE_AFTER_MS
  }
  if (!(await isOld(folder))) return
  await Promise.all(
    (await namesIn(folder)).map(async (name) => {
      const path = join(folder, name)
      if (/^[0-9a-f]{32}$/.test(name) && (await isOld(path))) await rm(path, { force: true })
    }),
  )
  await rmdir(folder).catch(() => undefined)
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}
