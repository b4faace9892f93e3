import { dirname, join, sep } from 'node:path'
import type { Metafile } from 'esbuild'
import { UserError } from '../cli/user-error.ts'
import { packageOf, type PackageManifest } from './package-of.ts'

/** Packages that look for a native file at run time, where a bundle has none. */
const FINDERS = [
  'bindings',
  'node-gyp-build',
  'node-gyp-build-optional-packages',
  '@mapbox/node-pre-gyp',
  'prebuild-install',
]

/** Its binary is named by our own plugin. */
const HANDLED = new Set(['uws-pack', 'uWebSockets.js'])

/**
 * Names every dependency in the bundle that would fail on a server without node_modules.
 * @throws UserError
 */
export function refuseUnbundleable(metafile: Metafile, root: string): void {
  const packages = new Map<string, PackageManifest>()
  const native = new Set<string>()
  for (const input of Object.keys(metafile.inputs)) {
    if (!input.includes('node_modules/')) continue
    const file = join(root, input.split('/').join(sep))
    const owner = packageOf(file)
    if (owner === undefined) continue
    packages.set(owner.name, owner)
    if (input.endsWith('.node')) native.add(dirname(owner.folder))
  }
  const refused = [...packages.values()].filter(
    ({ name, folder, dependencies, gypfile }) =>
      !HANDLED.has(name) &&
      !native.has(dirname(folder)) &&
      (gypfile === true || FINDERS.some((finder) => finder in dependencies)),
  )
  if (refused.length > 0) throw unbundleable(refused.map(({ name, version }) => ({ name, version })))
}

/** What to do about dependencies that a bundle cannot hold. */
export function unbundleable(
  packages: readonly { readonly name: string; readonly version?: string }[],
): UserError {
  const names = packages.map(({ name }) => name)
  const versions = packages.map(({ name, version }) => (version === undefined ? name : `${name}@${version}`))
  return new UserError(
    `Cannot be bundled: ${names.join(', ')}. ${names.length === 1 ? 'It looks' : 'They look'} for files at run time that a bundle does not have.`,
    `Use another package, or leave it out of the bundle and install it beside dist:\n` +
      `vanillin build ${names.map((name) => `--external ${name}`).join(' ')}\n` +
      `npm install --prefix dist ${versions.join(' ')}`,
  )
}
