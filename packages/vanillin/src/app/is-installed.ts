import { createRequire } from 'node:module'
import { join } from 'node:path'

/** Whether an app has a package. */
export function isInstalled(name: string, root: string): boolean {
  try {
    createRequire(join(root, 'package.json')).resolve(`${name}/package.json`)
    return true
  } catch (error) {
    // A package that keeps its package.json to itself is there all the same.
    return (error as NodeJS.ErrnoException).code === 'ERR_PACKAGE_PATH_NOT_EXPORTED'
  }
}
