import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Database } from '../connection/database.ts'
import { writeSchemaTypes } from './write-schema-types.ts'

/**
 * Brings `database/schema.ts` up to date. Answers whether it changed; a file that is right is left alone, so that
 * no watcher wakes.
 *
 * ```ts
 * if (await writeSchema(database, 'database/schema.ts')) console.log('Wrote database/schema.ts')
 * ```
 */
export async function writeSchema(database: Database, file: string): Promise<boolean> {
  const text = await writeSchemaTypes(database)
  const current = await readFile(file, 'utf8').catch(() => null)
  if (current === text) return false
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
  return true
}
