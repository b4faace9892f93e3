import type { HttpRequest } from '../http/http-request.ts'
import { matchesStrongly, matchesWeakly } from './entity-tag.ts'
import { parseHttpDate } from './http-date.ts'

/** By what a client tells one state of a thing from the next. */
export interface Validators {
  readonly etag: string | undefined
  /** Whole seconds, in milliseconds. */
  readonly modifiedMs: number | undefined
}

/**
 * Looks at If-Match, If-Unmodified-Since, If-None-Match and If-Modified-Since, in the order of RFC 9110, 13.2.2.
 *
 * @returns 200 to go on, 304 when the client has this state already, 412 when it wants another one
 */
export function checkPreconditions({ headers, method }: HttpRequest, now: Validators): 200 | 304 | 412 {
  const wanted = headers.get('if-match')
  if (wanted !== undefined) {
    if (wanted !== '*' && (now.etag === undefined || !matchesStrongly(wanted, now.etag))) return 412
  } else {
    const unmodified = headers.get('if-unmodified-since')
    if (unmodified !== undefined && isModifiedSince(unmodified, now)) return 412
  }
  const reads = method === 'GET' || method === 'HEAD'
  const known = headers.get('if-none-match')
  if (known !== undefined) {
    const matches = known === '*' || (now.etag !== undefined && matchesWeakly(known, now.etag))
    return matches ? (reads ? 304 : 412) : 200
  }
  if (!reads) return 200
  const modified = headers.get('if-modified-since')
  return modified !== undefined && isUnmodifiedSince(modified, now) ? 304 : 200
}

function isModifiedSince(date: string, { modifiedMs }: Validators): boolean {
  const time = parseHttpDate(date)
  return time !== undefined && modifiedMs !== undefined && modifiedMs > time
}

function isUnmodifiedSince(date: string, { modifiedMs }: Validators): boolean {
  const time = parseHttpDate(date)
  return time !== undefined && modifiedMs !== undefined && modifiedMs <= time
}
