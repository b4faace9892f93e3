import { createHash } from 'node:crypto'
import { connectDatabase } from '../../connection/connect-database.ts'
import type { Database } from '../../connection/database.ts'
import type { EmbeddedAssets } from '../../config/database-config.ts'
import { defaultCache, DumpCache } from './dump-cache.ts'
import { pgliteVersion } from './pglite-version.ts'

export interface SnapshotOptions {
  /** What the snapshot is made from, the texts of the migrations for example: another key, another snapshot. */
  key: readonly string[]
  /** Brings the empty database into the state to keep. */
  prepare(database: Database): Promise<unknown>
  /** Default `node_modules/.cache/vanillin`. */
  folder?: string
  assets?: EmbeddedAssets
}

/**
 * The dump of a prepared in-memory database, from the cache when the key is known: a test then starts in under
 * half a second, with every migration applied.
 *
 * ```ts
 * const snapshot = await createSnapshot({ key: migrationTexts, prepare: (database) => migrateAll(database) })
 * const database = await connectDatabase({ embedded: { memory: true, snapshot } })
 * ```
 */
export async function createSnapshot(options: SnapshotOptions): Promise<Blob> {
  const hash = createHash('sha256')
  for (const part of [(await pgliteVersion()) ?? 'bundled', ...options.key]) hash.update(part).update('\0')
  const name = `snapshot-${hash.digest('hex').slice(0, 32)}`
  const cache = new DumpCache(options.folder ?? defaultCache)
  return (await cache.read(name)) ?? cache.write(name, await make(options))
}

async function make(options: SnapshotOptions): Promise<Blob> {
  const database = await connectDatabase({
    embedded: { memory: true, ...(options.assets ? { assets: options.assets } : {}) },
  })
  try {
    await options.prepare(database)
    return await database.dump()
  } finally {
    await database.close()
  }
}
