import type { HttpRequest } from '../http/http-request.ts'
import { parseByteRanges, type ByteRange } from './byte-ranges.ts'
import { matchesStrongly } from './entity-tag.ts'
import { parseHttpDate } from './http-date.ts'
import { checkPreconditions } from './preconditions.ts'
import type { Representation } from './representation.ts'

/** What is sent when it is no body: the head of the whole, or a status alone. */
export type BodilessPart = 'head' | 304 | 412 | 416

/** What is sent of a representation; ranges make a 206. */
export type Part = 'whole' | BodilessPart | readonly ByteRange[]

/** Conditional headers first, then Range (RFC 9110, 13.2.2 and 14.2). */
export function choosePart(request: HttpRequest, representation: Representation): Part {
  const status = checkPreconditions(request, representation)
  if (status !== 200) return status
  if (request.method === 'HEAD') return 'head'
  const header = request.headers.get('range')
  if (header === undefined || request.method !== 'GET' || !isSameAsBefore(request, representation))
    return 'whole'
  const ranges = parseByteRanges(header, representation.sizeBytes)
  if (ranges === undefined) return 'whole'
  return ranges.length === 0 ? 416 : ranges
}

export function isBodiless(part: Part): part is BodilessPart {
  return typeof part === 'number' || part === 'head'
}

/** If-Range: the rest of another state must not be put behind what the client has. */
function isSameAsBefore(request: HttpRequest, { etag, modifiedMs }: Representation): boolean {
  const condition = request.headers.get('if-range')
  if (condition === undefined) return true
  if (condition.includes('"')) return matchesStrongly(condition, etag)
  // A date can tell two states apart only when the second in which it fell is over.
  return !etag.startsWith('W/') && parseHttpDate(condition) === modifiedMs
}
