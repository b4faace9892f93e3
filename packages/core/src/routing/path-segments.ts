import { VanillinError } from '../errors/vanillin-error.ts'

/**
 * The parts of a path between its slashes, percent-decoded. Decoding comes after splitting, so that an
 * encoded slash (`%2F`) is part of a value and never a separator. A trailing slash leaves an empty part.
 *
 * @throws VanillinError `E_PATH_MALFORMED` for broken percent-encoding, for NUL, and for `.` and `..`, which clients
 * resolve before they ask (RFC 3986, 5.2.4), between encoded slashes and backslashes too
 */
export function pathSegments(path: string): string[] {
  if (path === '/') return []
  const parts = split(path)
  if (!path.includes('%') && !path.includes('/.') && !path.includes('\\')) return parts
  return parts.map((part) => {
    const decoded = decode(part)
    if (decoded === undefined || decoded.includes('\0') || hasDotSegment(decoded)) {
      throw new VanillinError('E_PATH_MALFORMED', `The path holds a malformed part: ${JSON.stringify(part)}.`)
    }
    return decoded
  })
}

/** As `path.slice(1).split('/')`, which asks the runtime for each path that it has not seen before. */
function split(path: string): string[] {
  const parts: string[] = []
  let start = 1
  for (let end = path.indexOf('/', 1); end >= 0; end = path.indexOf('/', start)) {
    parts.push(path.slice(start, end))
    start = end + 1
  }
  parts.push(path.slice(start))
  return parts
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}

/** A part that leads out of its folder once somebody joins it to a path, as `..%2Fetc` does. */
function hasDotSegment(part: string): boolean {
  return part.split(/[/\\]/).some((piece) => piece === '.' || piece === '..')
}
