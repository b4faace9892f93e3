import { copyFileSync } from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import type { Metafile } from 'esbuild'

/** What PGlite reads beside its own code, in the folder of the bundle. */
const FILES = ['pglite.wasm', 'pglite.data', 'initdb.wasm']

/** Copies the files of the embedded database, when the bundle holds it. Returns their names. */
export function copyEmbeddedDatabase(
  metafile: Metafile,
  root: string,
  outputFolder: string,
): readonly string[] {
  const input = Object.keys(metafile.inputs).find((file) =>
    /@electric-sql\/pglite\/dist\/[^/]+\.js$/.test(file),
  )
  if (input === undefined) return []
  const folder = dirname(join(root, input.split('/').join(sep)))
  for (const file of FILES) copyFileSync(join(folder, file), join(outputFolder, basename(file)))
  return FILES
}
