import { lstatSync, mkdirSync } from 'node:fs'
import { CacheError } from '../errors/cache-error.ts'

/**
 * Makes a folder, or takes the one that is there. In folders where everybody may write, somebody else may have made it: what he put there must not be believed.
 *
 * @throws CacheError `E_SHARED_FOLDER`
 */
export function makePrivate(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  const found = lstatSync(path)
  const uid = process.getuid?.()
  if (found.isDirectory() && (uid === undefined || (found.uid === uid && (found.mode & 0o022) === 0))) return
  throw new CacheError(
    'E_SHARED_FOLDER',
    `${path} is not a folder that belongs to this user and that only he may write to, so shared dictionaries cannot lie there.`,
  )
}
