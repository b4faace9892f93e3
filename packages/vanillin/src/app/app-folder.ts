import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UserError } from '../cli/user-error.ts'

/** The nearest folder upwards from `from` that has a bootstrap.ts: the root of an app. */
export function nearestAppFolder(from: string): string | undefined {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'bootstrap.ts'))) return folder
    if (dirname(folder) === folder) return undefined
  }
}

/**
 * The root folder of the app that `from` lies in.
 * @throws UserError when it lies in none
 */
export function findAppFolder(from: string): string {
  const folder = nearestAppFolder(from)
  if (folder !== undefined) return folder
  throw new UserError(
    `${from} is not in a Vanillin app: there is no bootstrap.ts here or above.`,
    'Go to the folder of your app, or make a new one with `npm create vanillin@latest`.',
  )
}
