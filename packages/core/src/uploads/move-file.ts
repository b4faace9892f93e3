import { randomBytes } from 'node:crypto'
import { chmod, copyFile, link, mkdir, open, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { VanillinError } from '../errors/vanillin-error.ts'

export interface MoveFileOptions {
  /** Replaces a file of that name. */
  readonly overwrite: boolean
  /** Permissions of the file. */
  readonly mode: number
}

/**
 * Moves a file so that its new name holds the whole of it or does not exist: by renaming, or across file systems by a copy beside the
 * target that is written to the disk before it gets the name.
 *
 * @throws VanillinError `E_UPLOAD_EXISTS`
 */
export async function moveFile(
  source: string,
  folder: string,
  name: string,
  options: MoveFileOptions,
): Promise<string> {
  const target = join(folder, name)
  await mkdir(folder, { recursive: true })
  await chmod(source, options.mode)
  try {
    await giveName(source, target, options.overwrite)
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw error
    await copyAcross(source, folder, target, options)
  }
  return target
}

async function copyAcross(
  source: string,
  folder: string,
  target: string,
  { overwrite, mode }: MoveFileOptions,
): Promise<void> {
  const copy = join(folder, `.${randomBytes(12).toString('hex')}.part`)
  try {
    await copyFile(source, copy)
    await chmod(copy, mode)
    const handle = await open(copy, 'r+')
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
    await giveName(copy, target, overwrite)
  } catch (error) {
    await rm(copy, { force: true })
    throw error
  }
  await rm(source, { force: true })
}

/** A hard link refuses a name that is taken, in the same step in which it takes it; `rename` replaces. */
async function giveName(source: string, target: string, overwrite: boolean): Promise<void> {
  if (overwrite) {
    await rename(source, target)
    return
  }
  try {
    await link(source, target)
  } catch (error) {
    if (codeOf(error) === 'EEXIST')
      throw new VanillinError('E_UPLOAD_EXISTS', `There is a file ${target} already.`, { cause: error })
    if (!NO_LINKS.has(codeOf(error))) throw error
    await claim(target)
    await rename(source, target)
    return
  }
  await rm(source, { force: true })
}

/** File systems without hard links, such as exFAT. */
const NO_LINKS = new Set<unknown>(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

async function claim(target: string): Promise<void> {
  try {
    await (await open(target, 'wx')).close()
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    throw new VanillinError('E_UPLOAD_EXISTS', `There is a file ${target} already.`, { cause: error })
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
