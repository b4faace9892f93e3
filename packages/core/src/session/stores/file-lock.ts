import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import type { Unlock } from '../session-store.ts'

/** Makes a file that only one process at a time can make; undefined when another one has. */
export async function acquireFile(path: string, heldMs: number): Promise<Unlock | undefined> {
  const owner = randomBytes(9).toString('base64url')
  try {
    await writeFile(path, owner, { flag: 'wx', mode: 0o600 })
    return () => releaseFile(path, owner)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    await removeLeftover(path, Date.now() - heldMs)
    return undefined
  }
}

/** One that was taken away in the meantime is somebody else's. */
async function releaseFile(path: string, owner: string): Promise<void> {
  const holder = await readFile(path, 'utf8').catch(() => undefined)
  if (holder === owner) await rm(path, { force: true })
}

/** Takes away the lock of a process that died. If another one was quicker and holds it anew, it is put back. */
async function removeLeftover(path: string, madeBefore: number): Promise<void> {
  const seen = await stat(path).catch(() => undefined)
  if (seen === undefined || seen.mtimeMs > madeBefore) return
  const aside = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await rename(path, aside)
    const taken = await stat(aside)
    if (taken.ino !== seen.ino || taken.mtimeMs > madeBefore) await link(aside, path)
  } catch {
    // Somebody else took it away.
  }
  await rm(aside, { force: true })
}
