import type { Stats } from 'node:fs'
import { fileTag } from './entity-tag.ts'
import { toWholeSeconds } from './http-date.ts'
import type { Validators } from './preconditions.ts'

/** One state of a file as it is sent: how long, how it is told from other states, with which headers. */
export interface Representation extends Validators {
  readonly etag: string
  readonly modifiedMs: number
  readonly sizeBytes: number
  /** All of a 200 but Content-Length. */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * @param headers further ones, such as Content-Type
 * @param variant tells apart what is made of the same file
 */
export function toRepresentation(
  stats: Stats,
  headers: Readonly<Record<string, string>>,
  variant?: string,
): Representation {
  const now = Date.now()
  const etag = fileTag(stats, now, variant)
  // A clock that was wrong must not leave files that nobody may keep (RFC 9110, 8.8.2.1).
  const modifiedMs = toWholeSeconds(Math.min(stats.mtimeMs, now))
  return {
    etag,
    modifiedMs,
    sizeBytes: stats.size,
    headers: {
      ...headers,
      'Accept-Ranges': 'bytes',
      'Last-Modified': new Date(modifiedMs).toUTCString(),
      ETag: etag,
      'X-Content-Type-Options': 'nosniff',
    },
  }
}
