import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { readTemplates } from '../read-templates.ts'
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
  const changed: string[] = []
  for (const { path, text } of generated) {
    if ((await readIfPresent(path)) === text) continue
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
    changed.push(path)
  }
  for (const path of await filesIn(join(root, VIEW_TYPES_FOLDER, 'views'))) {
    if (files.includes(path)) continue
    await rm(path)
    changed.push(path)
  }
  return { files, changed }
}

async function readIfPresent(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(ifMissing(undefined))
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
