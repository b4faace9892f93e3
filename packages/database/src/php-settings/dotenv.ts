/** Reads a `.env` file by the rules of phpdotenv: quotes, comments, `${OTHER}`. A later line wins. */
export function readDotenv(text: string): Map<string, string> {
  const values = new Map<string, string>()
  for (const [, name = '', raw = ''] of text.matchAll(
    /^[^\S\n]*(?:export[^\S\n]+)?([\w.]+)[^\S\n]*=[^\S\n]*('[^']*'|"(?:[^"\\]|\\[\s\S])*"|[^\n]*)/gm,
  )) {
    values.set(name, readValue(raw.trim(), values))
  }
  return values
}

function readValue(raw: string, known: ReadonlyMap<string, string>): string {
  if (raw.startsWith("'") && raw.endsWith("'") && raw.length > 1) return raw.slice(1, -1)
  const isQuoted = raw.startsWith('"') && raw.endsWith('"') && raw.length > 1
  const text = isQuoted
    ? raw.slice(1, -1).replaceAll(/\\(["\\$])/g, '$1')
    : raw.replace(/(^|\s)#.*$/, '').trim()
  return text.replaceAll(/\$\{([\w.]+)\}/g, (whole, name: string) => known.get(name) ?? whole)
}
