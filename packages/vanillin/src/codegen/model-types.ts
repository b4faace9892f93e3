import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sourceFilesIn } from './source-files-in.ts'
import { registrySource } from './registry-source.ts'

const MODEL = /^export\s+(default\s+)?class\s+(\w+)\s+extends\s+Model\(\s*(['"])(.+?)\3\s*[,)]/gm

/** The models of a file, by their lines; it is not run. */
export function modelsIn(text: string): { table: string; className: string; isDefaultExport: boolean }[] {
  return [...text.matchAll(MODEL)].map(([, isDefault, className = '', , table = '']) => ({
    table,
    className,
    isDefaultExport: isDefault !== undefined,
  }))
}

/**
 * The text of .vanillin/types/models.d.ts: the model of each table, found by its line `export class Post extends Model('posts')`. The files
 * are not run.
 */
export function modelTypes(modelsFolder: string): string {
  const models = new Map<string, string[]>()
  for (const file of sourceFilesIn(modelsFolder)) {
    for (const { table, className, isDefaultExport } of modelsIn(
      readFileSync(join(modelsFolder, file), 'utf8'),
    )) {
      const type = `typeof import('../../app/models/${file}').${isDefaultExport ? 'default' : className}`
      models.set(table, [...(models.get(table) ?? []), type])
    }
  }
  return registrySource(
    'Models',
    // A table of two models has the relations of both.
    [...models]
      .map(([table, types]) => [table, types.join(' & ')] as const)
      .toSorted(([a], [b]) => (a < b ? -1 : 1)),
  )
}
