import { join } from 'node:path'
import { findFiles } from '../build/glob-pattern.ts'
import type { Finding } from './app-checker.ts'

/** What is run by its default export, and how that is written. */
const KINDS = [
  ['database/migrations', 'defineMigration({ ... })'],
  ['database/seeds', 'defineSeed(async (db) => { ... })'],
] as const

/** Migrations and seeds that export nothing to run: for the compiler they are modules like any other. */
export async function withoutDefaultExport(root: string): Promise<Finding[]> {
  const files = KINDS.flatMap(([folder, written]) =>
    findFiles(`./${folder}/*.ts`, root)
      .filter((file) => !file.endsWith('.d.ts'))
      .map((file) => ({ file: file.slice('./'.length), written })),
  )
  if (files.length === 0) return []
  const { build } = await import('esbuild')
  const exported = async (file: string): Promise<boolean> => {
    // What does not parse is the compiler's to tell.
    const { metafile } = await build({
      entryPoints: [join(root, file)],
      absWorkingDir: root,
      outdir: root,
      format: 'esm',
      write: false,
      metafile: true,
      logLevel: 'silent',
    }).catch(() => ({ metafile: undefined }))
    return (
      metafile === undefined ||
      Object.values(metafile.outputs).some(({ exports }) => exports.includes('default'))
    )
  }
  const found = await Promise.all(
    files.map(async ({ file, written }) => ((await exported(file)) ? [] : [missing(file, written)])),
  )
  return found.flat()
}

const missing = (file: string, written: string): Finding => ({
  file,
  line: 1,
  column: 1,
  message: `This file has no default export. It ends with: export default ${written}`,
  code: undefined,
})
