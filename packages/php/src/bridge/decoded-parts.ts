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

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}
