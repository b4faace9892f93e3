import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../../scripts/steps/root.js'

/** A row of a table of a page: its id, which stands in a comment of the row, and its cells by their headings. */
export interface Row {
  readonly id: string
  /** `file:line`. */
  readonly place: string
  readonly cells: Readonly<Record<string, string>>
}

/** Every row of every table of a page. A row without an id has the id ''. */
export function readRows(file: string): Row[] {
  const rows: Row[] = []
  let headings: string[] | undefined
  for (const [index, line] of readFileSync(join(root, file), 'utf8').split('\n').entries()) {
    if (!line.startsWith('|')) headings = undefined
    else if (headings === undefined) headings = cellsOf(line)
    else if (!/^[|-]+$/.test(line)) rows.push(toRow(line, headings, `${file}:${index + 1}`))
  }
  return rows
}

function toRow(line: string, headings: readonly string[], place: string): Row {
  const id = /<!-- ([\w-]+) -->/.exec(line)?.[1] ?? ''
  const cells = cellsOf(line.replace(/ *<!-- [\w-]+ -->/, ''))
  return { id, place, cells: Object.fromEntries(headings.map((name, index) => [name, cells[index] ?? ''])) }
}

function cellsOf(line: string): string[] {
  return line
    .slice(1, line.lastIndexOf('|'))
    .split(/(?<!\\)\|/)
    .map((cell) => cell.trim().replaceAll(String.raw`\|`, '|'))
}

/** What a cell has in its first code span; undefined where it has none. */
export function codeOf(cell: string | undefined): string | undefined {
  const [, , code] = /(`+) ?(.+?) ?\1(?!`)/.exec(cell ?? '') ?? []
  return code
}
