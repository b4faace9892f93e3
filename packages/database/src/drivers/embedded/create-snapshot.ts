import { createHash } from 'node:crypto'
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { connectDatabase } from '../../connection/connect-database.ts'
import type { Database } from '../../connection/database.ts'
import type { EmbeddedAssets } from '../../config/database-config.ts'

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
  const folder = options.folder ?? join('node_modules', '.cache', 'vanillin')
  const hash = createHash('sha256')
  for (const part of [await pgliteVersion(), ...options.key]) hash.update(part).update('\0')
  const file = join(folder, `snapshot-${hash.digest('hex').slice(0, 32)}.tar.gz`)
  try {
    return toDump(await readFile(file))
  } catch {
    return make(file, folder, options)
  }
}

async function make(file: string, folder: string, options: SnapshotOptions): Promise<Blob> {
  const database = await connectDatabase({
    embedded: { memory: true, ...(options.assets ? { assets: options.assets } : {}) },
  })
  let dump: Buffer
  try {
    await options.prepare(database)
    dump = Buffer.from(await (await database.dump()).arrayBuffer())
  } finally {
    await database.close()
  }
  await mkdir(folder, { recursive: true })
  // Test files run side by side: nobody may read half a file.
  const draft = `${file}.${process.pid}.draft`
  await writeFile(draft, dump)
  await rename(draft, file)
  await removeOthers(folder, file)
  return toDump(dump)
}

function toDump(bytes: Uint8Array): Blob {
  return new Blob([Uint8Array.from(bytes)], { type: 'application/x-gzip' })
}

// Each change of a migration leaves a file of some megabytes behind; the latest few are enough.
async function removeOthers(folder: string, newest: string): Promise<void> {
  const old = (await readdir(folder)).filter(
    (name) => name.endsWith('.tar.gz') && join(folder, name) !== newest,
  )
  if (old.length < 8) return
  await Promise.all(old.map((name) => rm(join(folder, name), { force: true })))
}

// The package does not export its manifest: it lies beside the folder of its main file.
async function pgliteVersion(): Promise<string> {
  try {
    const main = createRequire(import.meta.url).resolve('@electric-sql/pglite')
    const manifest = JSON.parse(await readFile(join(dirname(main), '..', 'package.json'), 'utf8')) as {
      version: string
    }
    return manifest.version
  } catch {
    return 'bundled'
  }
}
