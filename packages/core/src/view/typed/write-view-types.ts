import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readTemplates } from '../read-templates.ts'
import type { GeneratedFile } from './generated-file.ts'
import { VIEW_TYPES_FOLDER, viewTypes } from './view-types.ts'

export interface WriteViewTypesOptions {
  /** The app's folder. */
  readonly root: string
}

export interface WrittenViewTypes {
  /** All files that describe the views now, absolute. */
  readonly files: readonly string[]
  /** Those that had to be written or removed; empty when everything was up to date. */
  readonly changed: readonly string[]
}

/**
 * Writes `.vanillin/types/views.d.ts`, which makes a wrong view name and a missing or mistyped prop an error
 * of the compiler, and removes the types of views that are gone. What has not changed is not touched, so
 * that no watcher wakes up.
 *
 * @example
 *     await writeViewTypes('/srv/app/app/views', { root: '/srv/app' })
 */
export async function writeViewTypes(
  folder: string,
  { root }: WriteViewTypesOptions,
): Promise<WrittenViewTypes> {
  const generated = viewTypes(await readTemplates(folder), root)
  const files = generated.map(({ path }) => path)
  const written = await Promise.all(generated.map(writeIfChanged))
  const stale = (await filesIn(join(root, VIEW_TYPES_FOLDER, 'views'))).filter(isNotIn(files))
  await Promise.all(stale.map((path) => rm(path)))
  return { files, changed: [...files.filter((_, index) => written[index]), ...stale] }
}

/** Whether there was something to write. */
async function writeIfChanged({ path, text }: GeneratedFile): Promise<boolean> {
  if ((await readFile(path, 'utf8').catch(ifMissing(undefined))) === text) return false
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, text)
  return true
}

function isNotIn(files: readonly string[]): (path: string) => boolean {
  const known = new Set(files)
  return (path) => !known.has(path)
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(ifMissing([]))
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
}

function ifMissing<Value>(value: Value): (error: unknown) => Value {
  return (error) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return value
    throw error
  }
}
