import { UsageError } from '../usage-error.ts'
import { readPhpSettings } from '../php/php-settings.ts'
import type { Database } from './database.ts'

export interface DatabaseChoice {
  /** Undefined: the embedded database. */
  readonly url: string | undefined
  /** The file that it was read from, for --php. */
  readonly source: string | undefined
}

/** Where the app's database is: the PHP app's own, a local server to be filled in, or embedded. */
export function databaseUrl(database: Database, appName: string, php: string | undefined): DatabaseChoice {
  if (php !== undefined) return fromPhp(php)
  const name = appName.replaceAll(/[-.]/g, '_')
  if (database === 'postgres') return guess(`postgres://postgres:postgres@127.0.0.1:5432/${name}`)
  if (database === 'mysql') return guess(`mysql://root:root@127.0.0.1:3306/${name}`)
  return { url: undefined, source: undefined }
}

function guess(url: string): DatabaseChoice {
  return { url, source: undefined }
}

function fromPhp(folder: string): DatabaseChoice {
  try {
    const { url, file } = readPhpSettings(folder)
    return { url, source: file }
  } catch (error) {
    throw new UsageError(`--php ${folder}: ${(error as Error).message}`)
  }
}
