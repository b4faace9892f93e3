import { checkPackage, createPackageFromTarballData, type Problem } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { beforeAll, describe, expect, test } from 'vitest'
import { packAll, publishedPackages, type PackedPackage } from './packages.ts'

const packed = new Map<string, PackedPackage>()

beforeAll(() => {
  for (const entry of packAll()) packed.set(entry.name, entry)
})

function tarballOf(name: string): PackedPackage {
  const entry = packed.get(name)
  if (!entry) throw new Error(`npm pack made no tarball of ${name}`)
  return entry
}

/** Megabytes unpacked. A package that outgrows its line took something along that does not belong to it. */
const maxMegabytes: Record<string, number> = {
  '@vanillin/http': 1,
  '@vanillin/uws': 2,
  '@vanillin/core': 2,
  '@vanillin/database': 2,
  '@vanillin/cache': 1,
  '@vanillin/php': 1,
  vanillin: 2,
  'create-vanillin': 2,
}

describe.each(publishedPackages)('$name', ({ name, isLibrary }) => {
  test('brings its licence, its README and its code', () => {
    const { files } = tarballOf(name)
    const code = isLibrary ? ['dist/index.js', 'dist/index.d.ts'] : ['bin/create-vanillin.js']
    const wanted = ['LICENSE', 'README.md', 'package.json', ...code]
    expect(wanted.filter((file) => !files.includes(file))).toEqual([])
  })

  test('brings nothing that users have no use for', () => {
    expect(tarballOf(name).files.filter((file) => !belongs(file))).toEqual([])
  })

  test('has the size that it should have', () => {
    expect(tarballOf(name).unpackedBytes / 1024 / 1024).toBeLessThan(maxMegabytes[name] ?? 1)
  })

  test('satisfies publint', async () => {
    const tarball = Uint8Array.from(tarballOf(name).tarball).buffer
    const { messages, pkg } = await publint({ pack: { tarball }, strict: true })
    const texts = messages.map((message) => formatMessage(message, pkg, { color: false }) ?? message.code)
    // a template is the root of an app one day, so what publint says of nested package.json files is wrong there
    expect(texts.filter((text) => !text.startsWith('./templates/'))).toEqual([])
  })

  test.runIf(isLibrary)('has types that every module resolution for ES modules finds', async () => {
    const result = await checkPackage(createPackageFromTarballData(tarballOf(name).tarball))
    const problems: Problem[] = result.types === false ? [] : result.problems
    expect(result.types).not.toBe(false)
    expect(problems.filter((problem) => !isAboutCommonJs(problem))).toEqual([])
  })
})

/** Code and what it needs: no tests, no build information, no secrets. A template is an app, its tests included. */
function belongs(file: string): boolean {
  if (/(^|\/)(\.env|node_modules)(\/|$)/.test(file)) return false
  if (file.startsWith('templates/')) return true
  if (/\.(test|test-d|fixture)\.|\.tsbuildinfo$|\/contract\//.test(file)) return false
  return !file.includes('/') || /^(dist|bin|src)\//.test(file)
}

/** We publish ES modules only: `require` works where Node allows it, and nobody resolves as Node 10 did. */
function isAboutCommonJs(problem: Problem): boolean {
  if (problem.kind === 'CJSResolvesToESM') return true
  return 'resolutionKind' in problem && ['node10', 'node16-cjs'].includes(problem.resolutionKind)
}
