import { VanillinError } from '../errors/vanillin-error.ts'

/**
 * The parts of a path between its slashes, percent-decoded. Decoding comes after splitting, so that an
 * encoded slash (`%2F`) is part of a value and never a separator. A trailing slash leaves an empty part.
 *
 * @throws VanillinError `E_PATH_MALFORMED` for broken percent-encoding, for NUL, and for `.` and `..`, which clients
 * resolve before they ask (RFC 3986, 5.2.4)
 */
export function pathSegments(path: string): string[] {
  if (path === '/') return []
  const parts = path.slice(1).split('/')
  if (!path.includes('%') && !path.includes('/.')) return parts
  return parts.map((part) => {
    const decoded = decode(part)
    if (decoded === undefined || decoded.includes('\0') || decoded === '.' || decoded === '..') {
      throw new VanillinError('E_PATH_MALFORMED', `The path holds a malformed part: ${JSON.stringify(part)}.`)
    }
    return decoded
  })
}

function decode(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}
