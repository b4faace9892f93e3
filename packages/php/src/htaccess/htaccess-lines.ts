/** One directive of a `.htaccess`. */
export interface HtaccessLine {
  readonly number: number
  /** In lower case; that of a block with its `<` or `</`. */
  readonly name: string
  readonly values: readonly string[]
  readonly text: string
}

/** The directives of a file: without comments, continued lines joined, quotes taken off. */
export function htaccessLines(text: string): HtaccessLine[] {
  const lines: HtaccessLine[] = []
  let begun = ''
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = begun + raw.trim()
    if (/(?:^|[^\\])\\$/.test(line) && !line.startsWith('#')) {
      begun = `${line.slice(0, -1)} `
      continue
    }
    begun = ''
    if (line === '' || line.startsWith('#')) continue
    const words = toWords(line.startsWith('<') ? line.replace(/>$/, '') : line)
    lines.push({ number: index + 1, name: words[0]!.toLowerCase(), values: words.slice(1), text: line })
  }
  return lines
}

/** Words between spaces; those in quotes are one, and a backslash before a quote or a space makes it part of its word. */
function toWords(line: string): string[] {
  const words: string[] = []
  for (const [word] of line.matchAll(/"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|(?:\\.|[^\s\\])+/g)) {
    const isQuoted = /^(["']).*\1$/s.test(word) && word.length > 1
    words.push(
      isQuoted ? word.slice(1, -1).replaceAll(/\\(["'])/g, '$1') : word.replaceAll(/\\([ "'])/g, '$1'),
    )
  }
  return words
}
