import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UserError } from '../cli/user-error.ts'

/**
 * The root folder of the app that `from` lies in: the nearest folder upwards that has a bootstrap.ts.
 * @throws UserError when there is none
 */
export function findAppFolder(from: string): string {
  for (let folder = from; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'bootstrap.ts'))) return folder
    if (dirname(folder) === folder) break
  }
  throw new UserError(
    `${from} is not in a Vanillin app: there is no bootstrap.ts here or above.`,
    'Go to the folder of your app, or make a new one with `npm create vanillin@latest`.',
  )
}
