import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The version of the PGlite that is installed; undefined in a bundle, which has no packages. */
export async function pgliteVersion(): Promise<string | undefined> {
  try {
    // The package does not export its manifest: it lies beside the folder of its main file.
    const main = createRequire(import.meta.url).resolve('@electric-sql/pglite')
    const manifest = JSON.parse(await readFile(join(dirname(main), '..', 'package.json'), 'utf8')) as {
      version: string
    }
    return manifest.version
  } catch {
    return undefined
  }
}
