import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { root } from '../steps/root.js'
import { workspaces } from '../steps/workspaces.js'
import { npmCommand } from './npm-command.js'

/** @typedef {import('./registry.js').PackedPackage} PackedPackage */

/**
 * Packs every package that is published, just as a release does.
 *
 * @param {string} folder where the tarballs go
 * @returns {Promise<PackedPackage[]>}
 */
export async function packPackages(folder) {
  const published = workspaces().filter(
    ({ folder: path, packageJson }) => /^(packages\/[^/]+|create-app)$/.test(path) && !packageJson.private,
  )
  const packed = []
  for (const workspace of published) {
    const { command, args, shell } = npmCommand([
      'pack',
      '--json',
      '--pack-destination',
      folder,
      '--workspace',
      workspace.folder,
    ])
    const { stdout } = await promisify(execFile)(command, args, { cwd: root, shell, maxBuffer: 64 << 20 })
    // npm 11 prints a list, later ones an object by name; what the package's own scripts print comes first
    const report = JSON.parse(stdout.slice(stdout.search(/^[[{]/m)))
    const { filename, integrity, shasum } =
      /** @type {{ filename: string, integrity: string, shasum: string }} */ (Object.values(report)[0])
    packed.push({
      file: join(folder, filename.replace('@', '').replace('/', '-')),
      integrity,
      shasum,
      manifest: workspace.packageJson,
    })
  }
  return packed
}
