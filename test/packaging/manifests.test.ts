import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../../scripts/steps/root.js'
import { publishedPackages } from './packages.ts'

interface Manifest {
  name: string
  version: string
  description?: string
  license?: string
  type?: string
  engines?: Record<string, string>
  scripts?: Record<string, string>
  dependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
  peerDependencies?: Record<string, string>
}

function manifestOf(folder: string): Manifest {
  const manifest: Manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  return manifest
}

const workspace = manifestOf('.')
const ours = new Set(publishedPackages.map(({ name }) => name))

describe.each(publishedPackages)('package.json of $name', ({ folder }) => {
  const manifest = manifestOf(folder)

  test('has the version, licence and engines of all', () => {
    expect(manifest).toMatchObject({
      version: workspace.version,
      license: 'MIT',
      type: 'module',
      engines: workspace.engines,
    })
    expect(manifest.description).toMatch(/\w+/)
  })

  test('names our other packages by this very version', () => {
    const wanted = {
      ...manifest.dependencies,
      ...manifest.optionalDependencies,
      ...manifest.peerDependencies,
    }
    for (const [name, range] of Object.entries(wanted)) {
      if (ours.has(name)) expect(`${name} ${range}`).toBe(`${name} ${workspace.version}`)
    }
  })

  test('installs from the registry alone', () => {
    const wanted = {
      ...manifest.dependencies,
      ...manifest.optionalDependencies,
      ...manifest.peerDependencies,
    }
    expect(Object.entries(wanted).filter(([, range]) => /[:/]/.test(range))).toEqual([])
  })

  test('runs nothing when it is installed', () => {
    const atInstall = ['preinstall', 'install', 'postinstall', 'prepare']
    expect(Object.keys(manifest.scripts ?? {}).filter((name) => atInstall.includes(name))).toEqual([])
  })
})
