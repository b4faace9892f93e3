import { access, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { EmbeddedAssets } from '../../config/database-config.ts'
import { openEmpty } from './empty-cluster.ts'
import { Engine } from './engine.ts'

/**
 * Opens the database in a folder that this process owns; makes it when there is none. A process that ended while it made one leaves
 * half a database: a mark says so, and it is made again. Nobody can have written to it.
 */
export async function openFolder(folder: string, assets: EmbeddedAssets | undefined): Promise<Engine> {
  const data = join(folder, 'pgdata')
  const mark = join(folder, 'being-made')
  if ((await exists(data)) && !(await exists(mark))) return Engine.open({ folder: data, assets })
  await mkdir(folder, { recursive: true })
  await writeFile(mark, '')
  await rm(data, { recursive: true, force: true })
  const engine = await openEmpty({ folder: data, assets })
  await rm(mark)
  return engine
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
