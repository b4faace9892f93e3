import { randomBytes } from 'node:crypto'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'

/**
 * Loads a TypeScript file of the app, and what it imports of the app, on any Node. esbuild comes with
 * `vanillin`; it writes into the app's own `node_modules`, from where the app's packages are found.
 */
export async function loadTypeScript(root: string, file: string): Promise<unknown> {
  const { build } = await import('esbuild')
  const result = await build({
    entryPoints: [file],
    absWorkingDir: root,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    sourcemap: 'inline',
    write: false,
    logLevel: 'silent',
  })
  const folder = join(root, 'node_modules', '.cache', 'vanillin')
  await mkdir(folder, { recursive: true })
  // A name of its own each time: Node would answer what it has loaded under it before.
  const bundled = join(folder, `${basename(file)}.${randomBytes(4).toString('hex')}.mjs`)
  try {
    await writeFile(bundled, result.outputFiles[0]?.text ?? '')
    return await import(pathToFileURL(bundled).href)
  } finally {
    await rm(bundled, { force: true })
  }
}
