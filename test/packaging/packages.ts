import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { workspaces } from '../../scripts/steps/workspaces.js'
import { root } from '../../scripts/steps/root.js'

/** A package as `npm publish` would send it. */
export interface PackedPackage {
  readonly name: string
  /** Below the repository, with forward slashes. */
  readonly folder: string
  readonly files: readonly string[]
  readonly unpackedBytes: number
  readonly tarball: Buffer
}

export interface PublishedPackage {
  readonly name: string
  readonly folder: string
  /** Something can be imported from it; else it is a command only. */
  readonly isLibrary: boolean
}

/** Every package that is published: the workspaces that are not private. */
export const publishedPackages: readonly PublishedPackage[] = workspaces()
  .filter(({ packageJson }) => packageJson.private !== true)
  .map(({ folder, packageJson }) => ({ folder, name: packageJson.name, isLibrary: 'exports' in packageJson }))

interface PackReport {
  name: string
  filename: string
  unpackedSize: number
  files: { path: string }[]
}

/** Packs them all, with one run of the npm that users have. */
export function packAll(): PackedPackage[] {
  const destination = mkdtempSync(join(tmpdir(), 'vanillin-pack-'))
  try {
    const selected = publishedPackages.flatMap(({ folder }) => ['--workspace', folder])
    const output = npm('pack', '--json', '--pack-destination', destination, ...selected)
    const reports: PackReport[] = JSON.parse(output)
    return reports.map((report) => ({
      name: report.name,
      folder: publishedPackages.find(({ name }) => name === report.name)?.folder ?? '',
      files: report.files.map((file) => file.path).toSorted(),
      unpackedBytes: report.unpackedSize,
      tarball: readFileSync(join(destination, report.filename)),
    }))
  } finally {
    rmSync(destination, { recursive: true, force: true })
  }
}

function npm(...args: string[]): string {
  const script = process.env['npm_execpath']
  const options = { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const
  if (script?.endsWith('npm-cli.js') === true)
    return execFileSync(process.execPath, [script, ...args], options)
  return execFileSync('npm', args, { ...options, shell: process.platform === 'win32' })
}
