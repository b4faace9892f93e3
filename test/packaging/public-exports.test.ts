import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, test } from 'vitest'
import { root } from '../../scripts/steps/root.js'
import { publishedPackages } from './packages.ts'

type Exports = Record<string, string | { types?: string; default?: string }>

/** `subpath -> declaration file` of what a package exports with types. */
function entryPoints(folder: string): [subpath: string, file: string][] {
  const manifest: { exports?: Exports } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
  return Object.entries(manifest.exports ?? {}).flatMap(([subpath, target]): [string, string][] =>
    typeof target === 'object' && target.types !== undefined
      ? [[subpath, join(root, folder, target.types)]]
      : [],
  )
}

const files = publishedPackages.flatMap(({ folder }) => entryPoints(folder).map(([, file]) => file))
const program = ts.createProgram(files, {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2023,
  skipLibCheck: true,
})
const checker = program.getTypeChecker()

/** Names with `type` before those that are none at run time. */
function exportedNames(file: string): string[] {
  const source = program.getSourceFile(file)
  const symbol = source && checker.getSymbolAtLocation(source)
  if (!symbol) throw new Error(`${file} exports nothing; is it built?`)
  return checker
    .getExportsOfModule(symbol)
    .map((entry) => ({
      entry,
      target: entry.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(entry) : entry,
    }))
    .map(({ entry, target }) => (target.flags & ts.SymbolFlags.Value ? entry.name : `type ${entry.name}`))
    .toSorted()
}

// A name that comes or goes is a decision: `npx vitest run test/packaging -u`, and a line in the changelog.
describe.each(publishedPackages)('$name', ({ folder }) => {
  test('exports these names', () => {
    const names = Object.fromEntries(
      entryPoints(folder).map(([subpath, file]) => [subpath, exportedNames(file)]),
    )
    expect(names).toMatchSnapshot()
  })
})
