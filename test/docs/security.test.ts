import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { expect, test } from 'vitest'
import { root } from '../../scripts/steps/root.js'
import { hostilePaths } from '../application/fixtures/hostile-paths.ts'
import { hostileNames } from '../security/fixtures/hostile-names.ts'
import { xssPayloads } from '../security/fixtures/xss-payloads.ts'

const page = readFileSync(join(root, 'docs/security.md'), 'utf8')
/** The rows of the tables below the heading: their cells. */
const rows = page
  .slice(page.indexOf('## OWASP ASVS'))
  .split('\n')
  .filter((line) => /^\| (?!number|what is tried|-)/.test(line))
  .map((line) => line.slice(2, -2).split(' | '))

/** A test that a row names: its file, from docs/, and its title. */
const named = rows.flatMap((cells) =>
  [...(cells.at(-1) ?? '').matchAll(/\[([^\]]+)\]\(\.\.\/([^)]+)\) "([^"]+)"/g)].map(
    ([, label = '', file = '', title = '']) => ({ row: cells[0], label, file, title }),
  ),
)

/** The first arguments of all calls, tables of `test.each` among them: what a title is. */
function titlesIn(file: string): ReadonlySet<string> {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest)
  const titles = new Set<string>()
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && isTestFunction(node.expression)) {
      const [first] = node.arguments
      if (first !== undefined && ts.isStringLiteralLike(first)) titles.add(first.text)
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return titles
}

/** `test`, `test.runIf(x)`, `test.each(table)`. */
function isTestFunction(node: ts.Expression): boolean {
  if (ts.isIdentifier(node)) return node.text === 'test'
  if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) return isTestFunction(node.expression)
  return false
}

test.each(named)('the test of $row is there: $title', ({ label, file, title }) => {
  expect(existsSync(join(root, file))).toBe(true)
  expect(file.endsWith(`/${label}`)).toBe(true)
  expect([...titlesIn(file)]).toContain(title)
})

test('every row names a test, but for those that say that there is nothing to show', () => {
  const without = rows.filter((cells) => !named.some(({ row }) => row === cells[0]))
  expect(
    without.map(([number, , here, shown]) => [number, /^not (?:yet|ours): /.test(here ?? ''), shown]),
  ).toEqual([['12.1.1', true, 'none']])
  expect(rows.length).toBeGreaterThan(35)
})

test('a title that is gone would be found', () => {
  expect([...titlesIn('test/docs/security.test.ts')]).not.toContain('a title that nobody wrote')
  expect([...titlesIn('test/docs/security.test.ts')]).toContain('a title that is gone would be found')
})

test('the counts of the page are those of the corpora', () => {
  expect(page).toContain(`| ${xssPayloads.length} texts that would be scripts`)
  expect(page).toContain(`| ${hostileNames.length} names of files`)
  expect(page).toContain(`| ${hostilePaths.length} paths that lead out`)
})
