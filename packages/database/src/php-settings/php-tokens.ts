/** A piece of PHP source; comments and white space are gone. */
export type PhpToken =
  | { kind: 'string'; value: string }
  | { kind: 'word'; value: string }
  | { kind: 'variable'; value: string }
  | { kind: 'sign'; value: string }

const pattern =
  /\/\*[\s\S]*?(?:\*\/|$)|\/\/[^\n]*|#(?!\[)[^\n]*|'(?:[^'\\]|\\[\s\S])*'|"(?:[^"\\]|\\[\s\S])*"|\$\w+|-?\w+(?:\.\d+)?|=>|[^\s]/g

/** Cuts PHP source into tokens, as far as a settings file needs it. */
export function readPhpTokens(source: string): PhpToken[] {
  const tokens: PhpToken[] = []
  for (const [text] of source.matchAll(pattern)) {
    if (text.startsWith('/*') || text.startsWith('//') || text.startsWith('#')) continue
    if (text.startsWith("'") && text.length > 1)
      tokens.push({ kind: 'string', value: unescapeSingle(text.slice(1, -1)) })
    else if (text.startsWith('"') && text.length > 1)
      tokens.push({ kind: 'string', value: unescapeDouble(text.slice(1, -1)) })
    else if (text.startsWith('$') && text.length > 1) tokens.push({ kind: 'variable', value: text.slice(1) })
    else tokens.push({ kind: /^-?\w/.test(text) ? 'word' : 'sign', value: text })
  }
  return tokens
}

function unescapeSingle(text: string): string {
  return text.replaceAll(/\\([\\'])/g, '$1')
}

function unescapeDouble(text: string): string {
  return text
    .replaceAll(/\\([\\"$])/g, '$1')
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t')
}
