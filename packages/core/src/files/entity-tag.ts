import type { Stats } from 'node:fs'

/** How old a change must be before its time tells it from the next one: FAT keeps two seconds, ext4 a tick of the kernel. */
const SETTLED_MS = 3000

/**
 * The ETag of a file, from its size and the time of its last change, as those of nginx and Apache. It is strong once no further change
 * can fall into the same time, weak until then (RFC 9110, 8.8.1).
 *
 * @param variant tells apart what is made of the same file, as its gzip form
 */
export function fileTag(stats: Stats, lookedAtMs: number, variant = ''): string {
  const tag = `"${stats.size.toString(36)}-${Math.trunc(stats.mtimeMs).toString(36)}${variant}"`
  return lookedAtMs - stats.mtimeMs >= SETTLED_MS ? tag : `W/${tag}`
}

/** Says that the bytes may differ where the meaning does not, as compression makes of them. */
export function toWeakTag(tag: string): string {
  return tag.startsWith('W/') ? tag : `W/${tag}`
}

/** If-None-Match: weak comparison, RFC 9110, 8.8.3.2. */
export function matchesWeakly(list: string, tag: string): boolean {
  const opaque = tag.startsWith('W/') ? tag.slice(2) : tag
  for (const match of tagsOf(list)) if (match[2] === opaque) return true
  return false
}

/** If-Match and If-Range: a weak tag on either side never matches. */
export function matchesStrongly(list: string, tag: string): boolean {
  for (const match of tagsOf(list)) if (match[1] === undefined && match[2] === tag) return true
  return false
}

/** A comma may be part of a tag, so that splitting by commas would not do. */
function tagsOf(list: string): IterableIterator<RegExpExecArray> {
  return list.matchAll(/(W\/)?("[^"]*")/g)
}
