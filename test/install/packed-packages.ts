import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { packPackages } from '../../scripts/demo/pack-packages.js'
import { root } from '../../scripts/steps/root.js'
import type { Packages } from '../application/created-app.ts'

/**
 * A node_modules that holds our packages as they are published, and what they need from the repository's own: without
 * a registry, so without an install. What only an install can find is left to `npm.long.test.ts`.
 */
export async function unpackPackages(folder: string): Promise<Packages> {
  const modules = join(folder, 'node_modules')
  const tarballs = join(folder, 'tarballs')
  for (const path of [tarballs, join(modules, '@vanillin')]) mkdirSync(path, { recursive: true })
  const packages = await packPackages(tarballs)
  const ours = new Set(packages.map(({ manifest }) => manifest.name))
  for (const { file, manifest } of packages) {
    const target = join(modules, manifest.name)
    mkdirSync(target)
    execFileSync('tar', ['-xzf', file, '-C', target, '--strip-components=1'])
  }
  const theirs = join(root, 'node_modules')
  for (const name of readdirSync(theirs)) {
    if (name.startsWith('.') || name === '@vanillin' || ours.has(name)) continue
    symlinkSync(join(theirs, name), join(modules, name), 'junction')
  }
  // Their targets are relative: `vanillin` is the one that was unpacked.
  cpSync(join(theirs, '.bin'), join(modules, '.bin'), { recursive: true, verbatimSymlinks: true })
  return { command: join(modules, 'create-vanillin/bin/create-vanillin.js'), modules }
}
