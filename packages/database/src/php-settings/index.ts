import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCodeIgniterDatabase } from './read-codeigniter-database.ts'
import { readLaravelEnv } from './read-laravel-env.ts'
import { unreadable } from './to-database-url.ts'

export { readCodeIgniterDatabase } from './read-codeigniter-database.ts'
export { readLaravelEnv } from './read-laravel-env.ts'

/** What {@link readPhpSettings} found, and where. */
export interface FoundPhpSettings {
  /** For DATABASE_URL. Holds the password: never print it. */
  url: string
  /** The file that it was read from. */
  file: string
}

/**
 * Finds and reads the database settings of a PHP app: Laravel's `.env`, CodeIgniter 4's `app/Config/Database.php`
 * with its `.env`, CodeIgniter 2 and 3's `application/config/database.php`.
 *
 * ```ts
 * const { url, file } = readPhpSettings('../legacy')
 * ```
 *
 * @throws DatabaseError E_PHP_SETTINGS_UNREADABLE
 */
export function readPhpSettings(folder: string): FoundPhpSettings {
  const envFile = join(folder, '.env')
  const env = existsSync(envFile) ? readFileSync(envFile, 'utf8') : ''
  for (const path of ['app/Config/Database.php', 'application/config/database.php']) {
    const file = join(folder, path)
    if (existsSync(file)) return { url: readCodeIgniterDatabase(readFileSync(file, 'utf8'), env), file }
  }
  if (/^[^\S\n]*(DB_CONNECTION|DB_URL|DATABASE_URL)[^\S\n]*=/m.test(env))
    return { url: readLaravelEnv(env), file: envFile }
  throw unreadable(`${folder} has neither Laravel's .env nor CodeIgniter's database.php`)
}
