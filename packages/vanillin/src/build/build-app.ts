import { readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isInstalled } from '../app/is-installed.ts'
import { appEntry } from './app-entry.ts'
import { buildAssets } from './build-assets.ts'
import { copyPublic } from './copy-public.ts'
import { describeTarget, type BuildTarget } from './build-target.ts'
import { bundle } from './bundle.ts'
import { copyEmbeddedDatabase } from './embedded-database.ts'
import { NativeFiles } from './native-files.ts'
import { precompress, type PrecompressReport } from './precompress.ts'
import { refuseUnbundleable } from './refuse-unbundleable.ts'
import { renameSources } from './source-paths.ts'

export interface BuildOptions {
  readonly root: string
  readonly target: BuildTarget
  /** Packages that stay out of the bundle. */
  readonly external: readonly string[]
}

export interface BuildReport {
  readonly target: string
  readonly megabytes: string
  readonly seconds: string
  /** What went into dist/ beside the bundle. */
  readonly lines: readonly string[]
}

/** Writes `dist/` anew, for an app whose types are generated; a build that fails leaves the last one as it is. */
export async function buildApp({ root, target, external }: BuildOptions): Promise<BuildReport> {
  const startedAt = performance.now()
  const outputFolder = join(root, '.vanillin/dist')
  rmSync(outputFolder, { recursive: true, force: true })

  const assets = await buildAssets(root, outputFolder)
  const skipped = copyPublic(join(root, 'public'), join(outputFolder, 'public'))
  const compressed = await precompress(join(outputFolder, 'public'))
  const nativeFiles = new NativeFiles(outputFolder)
  const entry = appEntry({ root, assets, uws: isInstalled('@vanillin/uws', root) })
  const { metafile } = await bundle({ root, outputFolder, entry, target, nativeFiles, external })
  renameSources(outputFolder, join(root, 'dist'))
  refuseUnbundleable(metafile, root)
  const embedded = copyEmbeddedDatabase(metafile, root, outputFolder)
  writeFileSync(join(outputFolder, 'package.json'), '{ "type": "module", "private": true }\n')
  rmSync(join(root, 'dist'), { recursive: true, force: true })
  renameSync(outputFolder, join(root, 'dist'))

  return {
    target: describeTarget(target),
    megabytes: (folderBytes(join(root, 'dist')) / 1024 / 1024).toFixed(1),
    seconds: ((performance.now() - startedAt) / 1000).toFixed(1),
    lines: [
      `front end        ${Object.keys(assets).join(', ') || 'none'}`,
      `native files     ${nativeFiles.names.join(', ') || 'none: the node core will serve'}`,
      `embedded         ${embedded.length > 0 ? 'PGlite, for when DATABASE_URL is not set' : 'no database'}`,
      ...(compressed.files > 0 ? [`compressed       ${describe(compressed)}`] : []),
      ...(skipped.dotfiles.length > 0
        ? [`not taken along  ${skipped.dotfiles.join(', ')} (names that begin with a dot are never served)`]
        : []),
      ...(skipped.leavingLinks.length > 0
        ? [`not taken along  ${skipped.leavingLinks.join(', ')} (links out of public/ are never served)`]
        : []),
      ...(external.length > 0 ? [`left out         ${external.join(', ')} (install beside dist/)`] : []),
    ],
  }
}

function describe({ files, bytes, compressedBytes }: PrecompressReport): string {
  return `${files} of the public files, ${toKilobytes(compressedBytes)} instead of ${toKilobytes(bytes)} (.br and .gz)`
}

function toKilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`
}

function folderBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)
}
