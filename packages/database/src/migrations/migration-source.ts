import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Where one migration comes from: a file, or a module that a build has embedded. */
export interface MigrationSource {
  /** The file's name without its ending; the order of names is the order of time. */
  name: string
  /** Loads the module; its default export is the migration. */
  load: () => Promise<unknown>
}

/**
 * The migrations of a folder, in the order of their names.
 *
 * ```ts
 * const migrator = createMigrator({ database, migrations: await migrationsIn('database/migrations') })
 * ```
 *
 * @param load how a file becomes a module; a development server passes its own
 */
export async function migrationsIn(
  folder: string,
  load: (file: string) => Promise<unknown> = (file) => import(pathToFileURL(file).href),
): Promise<MigrationSource[]> {
  const files = (await readdir(folder).catch(absent)).filter(
    (file) => /\.[cm]?[jt]s$/.test(file) && !/\.d\.[cm]?ts$/.test(file),
  )
  return files
    .toSorted()
    .map((file) => ({ name: file.replace(/\.[^.]+$/, ''), load: () => load(join(folder, file)) }))
}

function absent(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return []
  throw error
}
