import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { appRoot, env } from 'vanillin'

/** A folder that both sides write into: PHP and this app run as the same user. */
function sharedFolder(name: string): string {
  const folder = resolve(appRoot(), env.string('STORAGE', 'storage'), name)
  mkdirSync(folder, { recursive: true })
  return folder
}

/** PHP's `session.save_path`. */
export const sessionFolder = sharedFolder('php-sessions')
/** Where the PHP app keeps pictures, and its SQLite. */
export const dataFolder = sharedFolder('php-data')
