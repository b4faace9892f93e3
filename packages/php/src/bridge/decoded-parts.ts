/**
 * The parts of a path, percent-decoded, the last one empty behind a trailing slash. Undefined for a path that names no file: with an
 * encoded slash or a backslash in a part, NUL, or broken encoding.
 */
export function decodedParts(path: string): string[] | undefined {
  const parts: string[] = []
  for (const part of path.slice(1).split('/')) {
    const decoded = part.includes('%') ? decode(part) : part
    if (decoded === undefined || /[/\\\0]/.test(decoded)) return undefined
    parts.push(decoded)
  }
  return parts
}

/** The parts of a path that names no file, as rules are to see them: PHP may well decode its slashes. Backslash and NUL stay encoded. */
export function looselyDecodedParts(path: string): string[] {
  const bytes = path
    .slice(1)
    .replaceAll('\\', '%5C')
    .replaceAll(/%(?!00|5c)([0-9a-f]{2})/gi, (_whole, digits: string) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    )
  return Buffer.from(bytes, 'latin1').toString('utf8').split('/')
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}
