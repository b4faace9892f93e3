import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../scripts/steps/root.js'
import { workspaces } from '../../scripts/steps/workspaces.js'

interface Manifest {
  name: string
  dependencies?: Record<string, string>
  devDependencies?: Record<string, string>
  optionalDependencies?: Record<string, string>
}

const text = readFileSync(join(root, 'docs/dependencies.md'), 'utf8')
const described = new Set(
  [...text.matchAll(/(?<=^\||^\|.*?, )\s*(@?[\w./-]+)(?=[ ,])/gm)].map((match) => match[1]),
)

test('docs/dependencies.md has a line for every dependency', () => {
  const packages = workspaces().filter(({ folder }) => !folder.startsWith('examples/'))
  const ours = new Set(packages.map(({ packageJson }) => packageJson.name))
  const rootManifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const names = [rootManifest, ...packages.map((entry): Manifest => entry.packageJson)].flatMap((manifest) =>
    Object.keys({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies }),
  )
  const missing = [...new Set(names)].filter((name) => !ours.has(name) && !described.has(name))
  expect(missing).toEqual([])
})
