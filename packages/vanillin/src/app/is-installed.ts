import { createRequire } from 'node:module'
import { join } from 'node:path'

/** Whether an app has a package. */
export function isInstalled(name: string, root: string): boolean {
  try {
    createRequire(join(root, 'package.json')).resolve(`${name}/package.json`)
    return true
  } catch {
    return false
  }
}
