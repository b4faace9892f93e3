import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { root } from '../../scripts/steps/root.js'
import { publishedPackages } from '../packaging/packages.ts'

/** A piece of TypeScript that a reader will copy. */
export interface Example {
  /** `file:line` of its first line. */
  readonly place: string
  readonly code: string
}

/** Every `ts` block of the Markdown files, and every `@example` in a doc comment of the packages. */
export function readExamples(): Example[] {
  const markdown = [
    ...markdownIn('.'),
    ...markdownIn('docs'),
    ...markdownIn('docs/migration'),
    ...publishedPackages.flatMap(({ folder }) => markdownIn(folder)),
  ]
  const sources = publishedPackages.flatMap(({ folder }) => sourcesIn(`${folder}/src`))
  const examples = [...markdown.flatMap(readMarkdown), ...sources.flatMap(readComments)]
  // a few show a template
  return examples.filter(({ code }) => !code.trimStart().startsWith('<'))
}

function markdownIn(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md') && name !== 'CHANGELOG.md')
    .map((name) => (folder === '.' ? name : `${folder}/${name}`))
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !/\.(test|test-d)\.ts$/.test(name))
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
}

function readMarkdown(file: string): Example[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(/^( *)```(?:ts|typescript)(?: [^\n]*)?\n(.*?)^\1```/gms)].map((match) => ({
    place: `${file}:${text.slice(0, match.index).split('\n').length + 1}`,
    code: match[2] ?? '',
  }))
}

function readComments(file: string): Example[] {
  const source = ts.createSourceFile(
    file,
    readFileSync(join(root, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  )
  const examples: Example[] = []
  const visit = (node: ts.Node): void => {
    for (const tag of ts.getJSDocTags(node)) {
      if (tag.tagName.text !== 'example' || tag.parent.parent !== node) continue
      const { line } = source.getLineAndCharacterOfPosition(tag.getStart())
      const code = ts.getTextOfJSDocComment(tag.comment) ?? ''
      examples.push({ place: `${file}:${line + 1}`, code: code.replaceAll(/^```\w*$/gm, '') })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return examples
}
