import { readFileSync } from 'node:fs'

const AROUND = 2
const LONGEST_LINE = 200

/** The lines around a place, with a caret below it; undefined when the source is not at hand. */
export function codeFrame(file: string, line: number, column: number): string | undefined {
  const lines = readSource(file)?.split(/\r?\n/)
  const faulty = lines?.[line - 1]
  if (lines === undefined || faulty === undefined || faulty.length > LONGEST_LINE) return undefined
  const first = Math.max(1, line - AROUND)
  const last = Math.min(lines.length, line + AROUND)
  const width = String(last).length
  const shown: string[] = []
  for (let number = first; number <= last; number += 1) {
    const source = lines[number - 1]!.slice(0, LONGEST_LINE)
    shown.push(`${number === line ? '>' : ' '} ${String(number).padStart(width)} | ${source}`.trimEnd())
    // Tabs stay tabs, so that the caret stands below its character.
    if (number === line)
      shown.push(`  ${' '.repeat(width)} | ${faulty.slice(0, column - 1).replaceAll(/[^\t]/g, ' ')}^`)
  }
  return shown.join('\n')
}

function readSource(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
