import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { EmbeddedAssets } from '../config/database-config.ts'
import { createSnapshot } from '../drivers/embedded/create-snapshot.ts'
import { migrationsIn } from '../migrations/migration-source.ts'
import { createMigrator } from '../migrations/migrator.ts'
import { loadTypeScript } from './load-typescript.ts'

/** A database with all of the app's migrations and no rows, for a test to start from. */
export async function testSnapshot(root: string, assets?: EmbeddedAssets): Promise<Blob> {
  const folder = join(root, 'database', 'migrations')
  return createSnapshot({
    folder: join(root, 'node_modules', '.cache', 'vanillin'),
    key: await textsIn(folder),
    prepare: async (database) => {
      const migrations = await migrationsIn(folder, (file) => loadTypeScript(root, file))
      await createMigrator({ database, migrations }).migrate()
    },
    ...(assets ? { assets } : {}),
  })
}

async function textsIn(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => [])
  return Promise.all(
    files.toSorted(byName).map(async (file) => `${file}\n${await readFile(join(folder, file), 'utf8')}`),
  )
}

function byName(a: string, b: string): number {
  return a < b ? -1 : 1
}
