import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { root } from '../../scripts/steps/root.js'

interface LockFile {
  packages: Record<
    string,
    {
      resolved?: string
      link?: boolean
      integrity?: string
      version?: string
      optionalDependencies?: Record<string, string>
    }
  >
}

const lockFiles = execFileSync(
  'git',
  ['ls-files', '--cached', '--others', '--exclude-standard', '*package-lock.json'],
  {
    cwd: root,
    encoding: 'utf8',
  },
)
  .split('\n')
  .filter((file) => file !== '')

test('there is a lock file at the root', () => {
  expect(lockFiles).toContain('package-lock.json')
})

describe.each(lockFiles)('%s', (file) => {
  const { packages }: LockFile = JSON.parse(readFileSync(join(root, file), 'utf8'))
  const entries = Object.entries(packages)

  test('names no host and no git repository that a package comes from', () => {
    const foreign = entries.filter(([, entry]) => entry.link !== true && entry.resolved !== undefined)
    expect(foreign.map(([path, entry]) => `${path} from ${entry.resolved}`)).toEqual([])
  })

  test('links only to folders of the repository', () => {
    const links = entries.filter(([, entry]) => entry.link === true).map(([, entry]) => entry.resolved ?? '')
    expect(links.filter((target) => target.includes('node_modules') || target.startsWith('..'))).toEqual([])
  })

  test('holds a checksum of every package', () => {
    const installed = entries.filter(([path, entry]) => path.includes('node_modules/') && entry.link !== true)
    expect(installed.filter(([, entry]) => entry.integrity === undefined).map(([path]) => path)).toEqual([])
  })

  // npm ci refuses a lock file that lacks them, and other platforms have no binary
  test('knows the packages of every platform, not just of the one that wrote it', () => {
    const known = new Set(entries.map(([path]) => path.replace(/^.*node_modules\//, '')))
    const missing = entries.flatMap(([, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).filter((name) => !known.has(name)),
    )
    expect(missing).toEqual([])
  })
})
